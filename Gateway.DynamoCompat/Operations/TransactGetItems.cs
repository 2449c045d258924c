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

/// <summary>TransactGetItems: up to 100 items as they were at one moment. Source: model TransactGetItemsInput; doc API_TransactGetItems.</summary>
internal sealed class TransactGetItems(TableCatalog tables, ExpressionCache expressions, TransactionExecutor transactions) : IDynamoOperation
{
    private const long AnswerBytesMax = 4 * 1024 * 1024;

    private sealed record Part(string Name, Value Key, RequestExpressions Expressions);

    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        List<Part> parts = [.. input.Structures("TransactItems")!.Select(Read)];
        List<TableSchema> schemas = [];
        List<(ItemAddress Address, Value Key)> wanted = Check(caller, parts, schemas);

        (Value[] items, CancellationReason[]? reasons) = await transactions.ReadAsync(wanted).ConfigureAwait(false);
        if (reasons is not null) return DynamoErrors.TransactionCanceled(reasons);
        if (items.Sum(item => item.IsNone ? 0L : item.ItemSizeBytes) > AnswerBytesMax) return DynamoErrors.TransactionTooLarge;

        Write(answer, input, parts, schemas, items);
        return null;
    }

    private Part Read(WireStructure item)
    {
        WireStructure get = item.Structure("Get")!;
        RequestExpressions parsed = RequestExpressions.Read(get, ExpressionUse.TransactGet);
        return new Part(get.Text("TableName")!, get.Item("Key"), parsed.Parse(expressions));
    }

    /// <summary>Fits each key to its table. One that does not fit cancels the transaction; an empty one is refused before.</summary>
    private List<(ItemAddress Address, Value Key)> Check(Caller caller, List<Part> parts, List<TableSchema> schemas)
    {
        foreach (Part part in parts)
        {
            if (!tables.TryGet(caller, part.Name, out TableSchema? table)) throw new WireException(DynamoErrors.TableNotFound);
            KeyRules.CheckNotEmpty(table.Key, part.Key);
            schemas.Add(table);
        }

        List<(ItemAddress Address, Value Key)> wanted = CancellationReason.OfAll([.. parts.Zip(schemas)], each =>
        {
            KeyRules.CheckKey(each.Second, each.First.Key);
            return (ItemKeys.AddressOf(each.Second, each.First.Key), each.First.Key);
        });
        HashSet<ItemAddress> addresses = [];
        return wanted.TrueForAll(each => addresses.Add(each.Address)) ? wanted : throw new WireException(DynamoErrors.SameItemTwice);
    }

    private static void Write(Utf8JsonWriter answer, WireStructure input, List<Part> parts, List<TableSchema> schemas, Value[] items)
    {
        answer.WriteStartObject();
        if (input.Text("ReturnConsumedCapacity") is not (null or "NONE"))
        {
            answer.WriteStartArray("ConsumedCapacity"u8);
            foreach (IGrouping<TableSchema, int> table in Enumerable.Range(0, items.Length).GroupBy(at => schemas[at]))
            {
                CapacityReport report = CapacityReport.For(input, table.Key, table.Key.Name)!;
                foreach (int at in table) report.AddTransactionalRead(items[at].IsNone ? 0 : items[at].ItemSizeBytes);
                report.Write(answer);
            }

            answer.WriteEndArray();
        }

        answer.WriteStartArray("Responses"u8);
        for (int i = 0; i < items.Length; i++)
        {
            answer.WriteStartObject();
            if (!items[i].IsNone)
            {
                answer.WritePropertyName("Item"u8);
                ItemWriter.WriteItem(answer, parts[i].Expressions.Projection is { } projection ? projection.Of(items[i]) : items[i]);
            }

            answer.WriteEndObject();
        }

        answer.WriteEndArray();
        answer.WriteEndObject();
    }
}
