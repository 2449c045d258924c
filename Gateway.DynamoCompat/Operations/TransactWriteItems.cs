using System.Text.Json;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Capacity;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Planning;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Validation;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>TransactWriteItems: up to 100 writes, all or none. Source: model TransactWriteItemsInput; doc API_TransactWriteItems.</summary>
internal sealed class TransactWriteItems(TableCatalog tables, ExpressionCache expressions, TransactionExecutor transactions) : IDynamoOperation
{
    private const long RequestBytesMax = 4 * 1024 * 1024;

    /// <summary>The members of TransactWriteItem, in the order of the model.</summary>
    private static readonly string[] Actions = ["ConditionCheck", "Put", "Delete", "Update"];

    private sealed record Part(string Action, WireStructure Request, RequestExpressions Expressions, Value Subject)
    {
        public string Table => Request.Text("TableName")!;
    }

    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        List<Part> parts = [.. input.Structures("TransactItems")!.Select(Read)];
        if (parts.Sum(part => (long)part.Subject.ItemSizeBytes) > RequestBytesMax) return DynamoErrors.TransactionTooLarge;
        List<TransactionWrite> writes = Check(caller, parts);

        TransactionToken? clientToken = input.Text("ClientRequestToken") is { } text ? TransactionTokens.Of(caller, text, FingerprintOf(parts)) : null;
        TransactionOutcome outcome = await transactions.WriteAsync(writes, clientToken).ConfigureAwait(false);
        if (outcome.Reasons is not null) return DynamoErrors.TransactionCanceled(outcome.Reasons);
        if (outcome.Token == TokenState.Mismatch) return DynamoErrors.TokenMismatch;
        if (outcome.Token == TokenState.InProgress) return DynamoErrors.TokenInProgress;

        Write(answer, input, writes, outcome);
        return null;
    }

    private Part Read(WireStructure item)
    {
        string[] actions = [.. Actions.Where(item.Has)];
        if (actions.Length != 1) throw new WireException(DynamoErrors.OneActionEach);
        string action = actions[0];
        WireStructure request = item.Structure(action)!;
        RequestExpressions parsed = RequestExpressions.Read(request, action == "Update" ? ExpressionUse.TransactUpdate : ExpressionUse.TransactWrite);
        Value subject = request.Item(action == "Put" ? "Item" : "Key");
        if (action == "Put" && ItemRules.IsTooLarge(subject)) throw new WireException(DynamoErrors.ItemTooLarge);
        return new Part(action, request, parsed.Parse(expressions), subject);
    }

    /// <summary>Fits each part to its table. What does not fit cancels the transaction, as a failed condition does; an empty key is refused before.</summary>
    private List<TransactionWrite> Check(Caller caller, List<Part> parts)
    {
        List<(TableSchema Table, Part Part)> found = [];
        foreach (Part part in parts)
        {
            if (!tables.TryGet(caller, part.Table, out TableSchema? table)) throw new WireException(DynamoErrors.TableNotFound);
            KeyRules.CheckNotEmpty(table.Key, part.Subject);
            if (part.Action == "Put") KeyRules.CheckIndexKeysNotEmpty(table, part.Subject);
            part.Expressions.Update?.CheckIndexKeysNotEmpty(table);
            found.Add((table, part));
        }

        List<TransactionWrite> writes = CancellationReason.OfAll(found, each =>
            new TransactionWrite(WriteOf(each.Table, each.Part).By(caller), each.Part.Request.Text("ReturnValuesOnConditionCheckFailure") == "ALL_OLD"));
        HashSet<ItemAddress> addresses = [];
        return writes.TrueForAll(each => addresses.Add(each.Write.Address)) ? writes : throw new WireException(DynamoErrors.SameItemTwice);
    }

    private static ItemWrite WriteOf(TableSchema table, Part part)
    {
        Condition? condition = part.Expressions.Condition;
        return part.Action switch
        {
            "Put" => PutItem.WriteOf(table, part.Subject, condition),
            "Delete" => DeleteItem.WriteOf(table, part.Subject, condition),
            "Update" => UpdateItem.WriteOf(table, part.Subject, part.Expressions.Update ?? UpdatePlan.Nothing, condition),
            _ => CheckOf(table, part.Subject, condition),
        };
    }

    private static ItemWrite CheckOf(TableSchema table, Value key, Condition? condition)
    {
        KeyRules.CheckKey(table, key);
        return new ItemWrite
        {
            Table = table,
            Address = ItemKeys.AddressOf(table, key),
            Key = key,
            Change = ItemChange.Check.Instance,
            Condition = condition,
            ConditionClass = ConditionClass.None,
        };
    }

    /// <summary>What a repetition under the same token must say again.</summary>
    private static byte[] FingerprintOf(List<Part> parts)
    {
        RequestFingerprint fingerprint = new();
        foreach (Part part in parts)
        {
            fingerprint.Add(part.Action);
            fingerprint.Add(part.Table);
            fingerprint.Add(part.Subject);
            fingerprint.Add(part.Request.Text("ConditionExpression"));
            if (part.Action == "Update") fingerprint.Add(part.Request.Text("UpdateExpression"));
            fingerprint.Add(part.Request.Text("ReturnValuesOnConditionCheckFailure"));
            fingerprint.Add(part.Request.TextMap("ExpressionAttributeNames"));
            fingerprint.Add(part.Request.Item("ExpressionAttributeValues"));
        }

        return fingerprint.Finish();
    }

    private static void Write(Utf8JsonWriter answer, WireStructure input, List<TransactionWrite> writes, TransactionOutcome outcome)
    {
        answer.WriteStartObject();
        if (input.Text("ReturnConsumedCapacity") is not (null or "NONE")) WriteCapacity(answer, input, writes, outcome);
        if (input.Text("ReturnItemCollectionMetrics") == "SIZE") WriteMetrics(answer, outcome);
        answer.WriteEndObject();
    }

    private static void WriteCapacity(Utf8JsonWriter answer, WireStructure input, List<TransactionWrite> writes, TransactionOutcome outcome)
    {
        answer.WriteStartArray("ConsumedCapacity"u8);
        foreach (IGrouping<TableSchema, int> table in Enumerable.Range(0, writes.Count).GroupBy(at => writes[at].Write.Table))
        {
            CapacityReport report = CapacityReport.For(input, table.Key, table.Key.Name)!;
            foreach (int at in table)
            {
                // Under a token that is known, DynamoDB only reads what the transaction wrote.
                if (outcome.Token == TokenState.Done) report.AddTransactionalRead(0);
                else report.AddWrite(outcome.Writes[at], factor: 2);
            }

            report.Write(answer);
        }

        answer.WriteEndArray();
    }

    private static void WriteMetrics(Utf8JsonWriter answer, TransactionOutcome outcome)
    {
        answer.WriteStartObject("ItemCollectionMetrics"u8);
        foreach (IGrouping<TableSchema, PlannedWrite> table in outcome.Writes.GroupBy(write => write.Write.Table).Where(table => CollectionMetrics.AppliesTo(table.Key)))
        {
            answer.WriteStartArray(table.Key.Name);
            foreach (PlannedWrite write in table) CollectionMetrics.Write(answer, table.Key, write.Write.Key);
            answer.WriteEndArray();
        }

        answer.WriteEndObject();
    }
}
