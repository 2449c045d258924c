using System.Text.Json;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Operations;

/// <summary>Query: a page of one item collection of a table or an index. Source: model QueryInput; doc API_Query.</summary>
internal sealed class Query(TableCatalog tables, ExpressionCache expressions, ReadExecutor reads) : IDynamoOperation
{
    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        RequestExpressions request = RequestExpressions.Read(input, ExpressionUse.Query);
        Value startKey = input.Item("ExclusiveStartKey");
        request.Parse(expressions);
        if (request.KeyCondition is null) return DynamoErrors.NoKeyCondition;
        ReadSelection.CheckSelect(input);
        if (!tables.TryGet(caller, input.Text("TableName")!, out TableSchema? table)) return DynamoErrors.TableNotFound;
        SecondaryIndex? index = ReadSelection.IndexOf(table, input);

        KeySchema schema = index?.Key ?? table.Key;
        KeySelection selection = request.KeyCondition.For(schema);
        ReadSelection.CheckFilter(request.Filter, schema, input.Has("QueryFilter"));
        ScanDirection direction = input.Flag("ScanIndexForward") == false ? ScanDirection.Backward : ScanDirection.Forward;
        KeyRange range = ReadRange.Of(table, index, selection);
        if (!startKey.IsNone)
        {
            byte[] start = ReadSelection.StartOf(table, index, startKey, DynamoErrors.StartKeyInvalid);
            if (!ReadRange.Holds(range, start)) return ReadSelection.OutsideOf(table, index, selection, startKey, start);
            range = ReadRange.After(range, start, direction);
        }

        ReadSelection.CheckScalars(table, request);
        ReadPlan plan = ReadSelection.PlanOf(table, index, input, request, range) with { Direction = direction, Partition = ReadSelection.PartitionOf(table, schema, selection.Partition) };
        ReadPage page = await reads.PageAsync(plan, token).ConfigureAwait(false);
        ReadAnswer.Write(answer, input, plan, page);
        return null;
    }
}
