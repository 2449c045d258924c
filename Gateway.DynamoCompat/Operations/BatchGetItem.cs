using System.Text.Json;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Capacity;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Validation;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>BatchGetItem: up to 100 items of several tables, 16 MB at most. Source: model BatchGetItemInput; doc API_BatchGetItem.</summary>
internal sealed class BatchGetItem(TableCatalog tables, ExpressionCache expressions, ReadExecutor reads) : IDynamoOperation
{
    private const int KeysMax = 100;

    private const int AnswerBytesMax = 16 * 1024 * 1024;

    private sealed record Part(string Name, WireStructure Request, IReadOnlyList<Value> Keys, RequestExpressions Expressions)
    {
        public TableSchema Table { get; set; } = null!; // set by the check, before anything is read

        public bool IsConsistent => Request.Flag("ConsistentRead") == true;
    }

    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        List<Part> parts = Read(input);
        List<(ItemAddress Address, Value Key)> wanted = Check(caller, parts);
        Value[] items = await reads.GetManyAsync(wanted).ConfigureAwait(false);
        Write(answer, input, parts, items);
        return null;
    }

    private List<Part> Read(WireStructure input)
    {
        List<Part> parts = [];
        int count = 0;
        foreach ((string table, WireStructure request) in input.StructureMap("RequestItems")!)
        {
            RequestExpressions parsed = RequestExpressions.Read(request, ExpressionUse.Get);
            IReadOnlyList<Value> keys = [.. Enumerable.Range(0, request.Items("Keys")!.Count).Select(at => request.Items("Keys")![at])];
            count += keys.Count;
            parts.Add(new Part(table, request, keys, parsed.Parse(expressions)));
        }

        if (count > KeysMax) throw new WireException(DynamoErrors.TooManyBatchGets);
        return parts;
    }

    private List<(ItemAddress Address, Value Key)> Check(Caller caller, List<Part> parts)
    {
        List<(ItemAddress Address, Value Key)> wanted = [];
        HashSet<ItemAddress> addresses = [];
        foreach (Part part in parts)
        {
            if (!tables.TryGet(caller, part.Name, out TableSchema? table)) throw new WireException(DynamoErrors.TableNotFound);
            part.Table = table;
            foreach (Value key in part.Keys)
            {
                KeyRules.CheckKey(table, key);
                ItemAddress address = ItemKeys.AddressOf(table, key);
                if (!addresses.Add(address)) throw new WireException(DynamoErrors.DuplicateKeys);
                wanted.Add((address, key));
            }
        }

        return wanted;
    }

    private static void Write(Utf8JsonWriter answer, WireStructure input, List<Part> parts, Value[] items)
    {
        long bytes = 0;
        int at = 0;
        List<(Part Part, List<Value> Keys)> unprocessed = [];
        List<CapacityReport> reports = [];
        answer.WriteStartObject();
        answer.WriteStartObject("Responses"u8);
        foreach (Part part in parts)
        {
            CapacityReport? report = CapacityReport.For(input, part.Table, part.Name);
            List<Value> left = [];
            answer.WriteStartArray(part.Name);
            foreach (Value key in part.Keys)
            {
                Value item = items[at++];
                int size = item.IsNone ? 0 : item.ItemSizeBytes;
                if (bytes + size > AnswerBytesMax)
                {
                    left.Add(key);
                    continue;
                }

                bytes += size;
                report?.AddRead(size, part.IsConsistent);
                if (!item.IsNone) ItemWriter.WriteItem(answer, part.Expressions.Projection is { } projection ? projection.Of(item) : item);
            }

            answer.WriteEndArray();
            if (left.Count > 0) unprocessed.Add((part, left));
            if (report is not null) reports.Add(report);
        }

        answer.WriteEndObject();
        WriteUnprocessed(answer, unprocessed);
        if (reports.Count > 0)
        {
            answer.WriteStartArray("ConsumedCapacity"u8);
            foreach (CapacityReport report in reports) report.Write(answer);
            answer.WriteEndArray();
        }

        answer.WriteEndObject();
    }

    private static void WriteUnprocessed(Utf8JsonWriter answer, List<(Part Part, List<Value> Keys)> unprocessed)
    {
        answer.WriteStartObject("UnprocessedKeys"u8);
        foreach ((Part part, List<Value> keys) in unprocessed)
        {
            answer.WriteStartObject(part.Name);
            answer.WriteStartArray("Keys"u8);
            foreach (Value key in keys) ItemWriter.WriteItem(answer, key);
            answer.WriteEndArray();
            if (part.IsConsistent) answer.WriteBoolean("ConsistentRead"u8, true);
            if (part.Request.Text("ProjectionExpression") is { } projection) answer.WriteString("ProjectionExpression"u8, projection);
            if (part.Request.TextMap("ExpressionAttributeNames") is { } names)
            {
                answer.WriteStartObject("ExpressionAttributeNames"u8);
                foreach ((string placeholder, string name) in names) answer.WriteString(placeholder, name);
                answer.WriteEndObject();
            }

            if (part.Request.Texts("AttributesToGet") is { } attributes)
            {
                answer.WriteStartArray("AttributesToGet"u8);
                foreach (string attribute in attributes) answer.WriteStringValue(attribute);
                answer.WriteEndArray();
            }

            answer.WriteEndObject();
        }

        answer.WriteEndObject();
    }
}
