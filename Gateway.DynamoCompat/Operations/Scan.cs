using System.Text.Json;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Indexes;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Operations;

/// <summary>Scan: a page of a whole table or index, or of one segment of it. Source: model ScanInput; doc API_Scan.</summary>
internal sealed class Scan(TableCatalog tables, ExpressionCache expressions, ReadExecutor reads) : IDynamoOperation
{
    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        RequestExpressions request = RequestExpressions.Read(input, ExpressionUse.Scan);
        Value startKey = input.Item("ExclusiveStartKey");
        (int segment, int segments) = SegmentOf(input);
        request.Parse(expressions);
        ReadSelection.CheckSelect(input);
        if (!tables.TryGet(caller, input.Text("TableName")!, out TableSchema? table)) return DynamoErrors.TableNotFound;
        SecondaryIndex? index = ReadSelection.IndexOf(table, input);

        KeyRange range = index is null ? ItemKeys.RangeOf(table.Number, segment, segments) : IndexKeys.RangeOf(table.Number, index.Number, segment, segments);
        if (!startKey.IsNone)
        {
            byte[] start = ReadSelection.StartOf(table, index, startKey, DynamoErrors.StartKeyDoesNotMatch);
            if (!ReadRange.Holds(range, start)) return DynamoErrors.StartKeyOutsideSegment(segment, segments);
            range = ReadRange.After(range, start, ScanDirection.Forward);
        }

        ReadSelection.CheckScalars(table, request);
        ReadPlan plan = ReadSelection.PlanOf(table, index, input, request, range);
        ReadPage page = await reads.PageAsync(plan, token).ConfigureAwait(false);
        ReadAnswer.Write(answer, input, plan, page);
        return null;
    }

    private static (int Segment, int Segments) SegmentOf(WireStructure input)
    {
        long? segment = input.Number("Segment");
        long? segments = input.Number("TotalSegments");
        if (segment is null && segments is null) return (0, 1);
        if (segments is null) throw new WireException(DynamoErrors.SegmentWithoutTotal);
        if (segment is null) throw new WireException(DynamoErrors.TotalWithoutSegment);
        if (segment >= segments) throw new WireException(DynamoErrors.SegmentTooLarge(segment.Value, segments.Value));
        return ((int)segment, (int)segments);
    }
}
