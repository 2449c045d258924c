using System.Text.Json;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Capacity;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Validation;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>BatchWriteItem: up to 25 puts and deletes, each by itself. Source: model BatchWriteItemInput; doc API_BatchWriteItem.</summary>
internal sealed class BatchWriteItem(TableCatalog tables, WriteExecutor writes) : IDynamoOperation
{
    private const int WritesMax = 25;

    private sealed record Part(string Table, WireStructure Request, Value Item, Value Key);

    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        List<Part> parts = Read(input);
        List<(string Name, TableSchema Table, ItemWrite Write)> checkedWrites = Check(caller, parts);

        // All at once, so that they share a commit.
        Task<PlannedWrite>[] running = [.. checkedWrites.Select(part => writes.RunAsync(part.Write.By(caller)).AsTask())];
        List<Part> unprocessed = [];
        List<(string Name, PlannedWrite Write)> done = [];
        for (int i = 0; i < running.Length; i++)
        {
            try
            {
                done.Add((checkedWrites[i].Name, await running[i].ConfigureAwait(false)));
            }
            catch (WireException refusal) when (ReferenceEquals(refusal.Error, DynamoErrors.TransactionConflict))
            {
                unprocessed.Add(parts[i]); // a transaction has the item at the moment: the client tries again
            }
        }

        Write(answer, input, done, unprocessed);
        return null;
    }

    private static List<Part> Read(WireStructure input)
    {
        List<Part> parts = [];
        foreach ((string table, IReadOnlyList<WireStructure> requests) in input.StructureListMap("RequestItems")!)
        {
            foreach (WireStructure request in requests)
            {
                WireStructure? put = request.Structure("PutRequest");
                WireStructure? delete = request.Structure("DeleteRequest");
                if (put is null == delete is null) throw new WireException(put is null ? DynamoErrors.WriteRequestEmpty : DynamoErrors.WriteRequestDouble);
                parts.Add(new Part(table, request, put?.Item("Item") ?? default, delete?.Item("Key") ?? default));
            }
        }

        if (parts.Count > WritesMax) throw new WireException(DynamoErrors.TooManyBatchWrites);
        foreach (Part part in parts)
        {
            if (!part.Item.IsNone && ItemRules.IsTooLarge(part.Item)) throw new WireException(DynamoErrors.ItemTooLarge);
        }

        return parts;
    }

    private List<(string Name, TableSchema Table, ItemWrite Write)> Check(Caller caller, List<Part> parts)
    {
        List<(string Name, TableSchema Table, ItemWrite Write)> found = [];
        HashSet<ItemAddress> addresses = [];
        foreach (Part part in parts)
        {
            if (!tables.TryGet(caller, part.Table, out TableSchema? table)) throw new WireException(DynamoErrors.TableNotFound);
            if (part.Key.IsNone) KeyRules.CheckTypes(table, part.Item);
            ItemWrite write = part.Key.IsNone ? PutItem.WriteOf(table, part.Item, condition: null) : DeleteItem.WriteOf(table, part.Key, condition: null);
            if (!addresses.Add(write.Address)) throw new WireException(DynamoErrors.DuplicateKeys);
            found.Add((part.Table, table, write));
        }

        return found;
    }

    private static void Write(Utf8JsonWriter answer, WireStructure input, List<(string Name, PlannedWrite Write)> done, List<Part> unprocessed)
    {
        answer.WriteStartObject();
        answer.WriteStartObject("UnprocessedItems"u8);
        foreach (IGrouping<string, Part> table in unprocessed.GroupBy(part => part.Table))
        {
            answer.WriteStartArray(table.Key);
            foreach (Part part in table)
            {
                answer.WriteStartObject();
                answer.WriteStartObject(part.Key.IsNone ? "PutRequest"u8 : "DeleteRequest"u8);
                answer.WritePropertyName(part.Key.IsNone ? "Item"u8 : "Key"u8);
                ItemWriter.WriteItem(answer, part.Key.IsNone ? part.Item : part.Key);
                answer.WriteEndObject();
                answer.WriteEndObject();
            }

            answer.WriteEndArray();
        }

        answer.WriteEndObject();
        WriteMetrics(answer, input, done);
        WriteCapacity(answer, input, done);
        answer.WriteEndObject();
    }

    private static void WriteCapacity(Utf8JsonWriter answer, WireStructure input, List<(string Name, PlannedWrite Write)> done)
    {
        if (input.Text("ReturnConsumedCapacity") is null or "NONE") return;
        answer.WriteStartArray("ConsumedCapacity"u8);
        foreach (IGrouping<string, (string Name, PlannedWrite Write)> table in done.GroupBy(part => part.Name))
        {
            CapacityReport report = CapacityReport.For(input, table.First().Write.Write.Table, table.Key)!;
            foreach ((_, PlannedWrite write) in table) report.AddWrite(write);
            report.Write(answer);
        }

        answer.WriteEndArray();
    }

    private static void WriteMetrics(Utf8JsonWriter answer, WireStructure input, List<(string Name, PlannedWrite Write)> done)
    {
        if (input.Text("ReturnItemCollectionMetrics") != "SIZE") return;
        answer.WriteStartObject("ItemCollectionMetrics"u8);
        foreach (IGrouping<string, (string Name, PlannedWrite Write)> table in done.Where(part => CollectionMetrics.AppliesTo(part.Write.Write.Table)).GroupBy(part => part.Name))
        {
            answer.WriteStartArray(table.Key);
            foreach ((_, PlannedWrite write) in table) CollectionMetrics.Write(answer, write.Write.Table, write.Write.Key);
            answer.WriteEndArray();
        }

        answer.WriteEndObject();
    }
}
