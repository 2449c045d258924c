using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Differential.Requests;

namespace Gateway.DynamoCompat.Tests.Differential.Plain;

/// <summary>
/// DynamoDB, plainly: dictionaries of items in JSON, no store, no merging, nothing shared with the product. A request is checked in stages,
/// itself, its expressions, its table and its item, and a fault of one stage hides those of later ones.
/// </summary>
internal sealed class PlainDynamo(IEnumerable<AskedTable> tables)
{
    private readonly Dictionary<string, string> tokens = [];

    public Dictionary<string, PlainTable> Tables { get; } = tables.ToDictionary(table => table.Name, table => new PlainTable(table));

    /// <summary>Runs any request that has one answer.</summary>
    public Expected Run(AskedRequest request)
    {
        try
        {
            return new Expected(Execute(request), null);
        }
        catch (RefusedException refusal)
        {
            return new Expected(null, refusal);
        }
    }

    /// <summary>What a query or scan looks at, all of it.</summary>
    /// <exception cref="RefusedException">It cannot be run.</exception>
    public PlainRead Read(AskedRead read)
    {
        RequestFaults.Check(read);
        return PlainRead.Of(Find(read.Table), read);
    }

    private JsonObject Execute(AskedRequest request) => request switch
    {
        AskedWrite write => Write(write),
        AskedGet get => Get(get),
        AskedBatchWrite batch => Write(batch),
        AskedBatchGet batch => Get(batch),
        AskedTransactWrite transaction => Write(transaction),
        AskedTransactGet transaction => Get(transaction),
        AskedIndexChange change => Change(change),
        _ => throw new InvalidOperationException($"{request}"),
    };

    private PlainTable Find(string name) => Tables.GetValueOrDefault(name) ?? throw new RefusedException("ResourceNotFoundException", ["Requested resource not found"]);

    private PlainTable Checked(AskedWrite write)
    {
        RequestFaults.Check(write);
        PlainTable table = Find(write.Table);
        new KeyFaults(table).Check(write);
        return table;
    }

    private JsonObject Write(AskedWrite write)
    {
        PlainTable table = Checked(write);
        JsonObject? before = table.Find(write.Subject);
        if (!table.Allows(write)) throw ConditionFailed("ConditionalCheckFailedException", write, before);
        JsonObject? after = table.After(write);
        table.Store(table.KeyOf(write.Subject), after);
        AskedPath[] paths = [.. write.Actions.Select(action => action.Target)];
        JsonObject? returned = write.ReturnValues switch
        {
            "ALL_OLD" => before,
            "ALL_NEW" => after,
            "UPDATED_OLD" => before is null ? null : PlainPaths.Cut(before, paths),
            "UPDATED_NEW" => after is null ? null : PlainPaths.Cut(after, paths),
            _ => null,
        };
        return returned is null or { Count: 0 } ? [] : new JsonObject { ["Attributes"] = returned.DeepClone() };
    }

    private static RefusedException ConditionFailed(string code, AskedWrite write, JsonObject? before) =>
        new(code, ["The conditional request failed"]) { Item = write.ReturnsOldOnFailure ? before : null };

    private JsonObject Get(AskedGet get)
    {
        RequestFaults.Check(get);
        PlainTable table = Find(get.Table);
        new KeyFaults(table).CheckKey(get.Keys[0], get.Projection ?? []);
        return Shown(table, get, get.Keys[0]) is { } item ? new JsonObject { ["Item"] = item } : [];
    }

    private static JsonObject? Shown(PlainTable table, AskedGet get, JsonObject key)
    {
        if (table.Find(key) is not { } item) return null;
        return get.Projection is null ? PlainValue.Copy(item) : PlainPaths.Cut(item, get.Projection);
    }

    private JsonObject Write(AskedBatchWrite batch)
    {
        Faults faults = new();
        foreach (AskedWrite write in batch.Writes) RequestFaults.CheckPart(faults, write);
        faults.Stop();
        foreach (AskedWrite write in batch.Writes) new KeyFaults(Find(write.Table)).AddBatch(faults, write);
        if (HasTwice(batch.Writes.Select(write => (write.Table, write.Subject)))) faults.Add("Provided list of item keys contains duplicates");
        faults.Stop();
        foreach (AskedWrite write in batch.Writes)
        {
            PlainTable table = Find(write.Table);
            table.Store(table.KeyOf(write.Subject), table.After(write));
        }

        return new JsonObject { ["UnprocessedItems"] = new JsonObject() };
    }

    private JsonObject Get(AskedBatchGet batch)
    {
        Faults faults = new();
        foreach (AskedGet part in batch.Parts) RequestFaults.CheckPart(faults, part, maySpareExpressions: false);
        faults.Stop();
        foreach (AskedGet part in batch.Parts)
        {
            foreach (JsonObject key in part.Keys)
            {
                new KeyFaults(Find(part.Table)).AddKey(faults, key);
                new KeyFaults(Find(part.Table)).AddEmpty(faults, key);
            }
        }

        if (HasTwice(batch.Parts.SelectMany(part => part.Keys.Select(key => (part.Table, key))))) faults.Add("Provided list of item keys contains duplicates");
        faults.Stop();
        return new JsonObject
        {
            ["Responses"] = new JsonObject(batch.Parts.Select(part => KeyValuePair.Create(part.Table, (JsonNode?)new JsonArray([.. part.Keys.Select(key => Shown(Find(part.Table), part, key)).OfType<JsonNode>()])))),
            ["UnprocessedKeys"] = new JsonObject(),
        };
    }

    private JsonObject Write(AskedTransactWrite transaction)
    {
        Faults faults = new();
        foreach (AskedWrite write in transaction.Writes) RequestFaults.CheckPart(faults, write);
        faults.Stop();
        foreach (AskedWrite write in transaction.Writes) new KeyFaults(Find(write.Table)).CheckEmpty(write);
        StopIfAny([.. transaction.Writes.Select(write => ReasonOf(() => new KeyFaults(Find(write.Table)).Check(write)))]);
        CheckOnce(transaction.Writes.Select(write => (write.Table, write.Subject)));
        if (transaction.Token is { } token && tokens.TryGetValue(token, out string? earlier))
        {
            if (earlier == $"{transaction}") return [];
            throw new RefusedException("IdempotentParameterMismatchException", null);
        }

        StopIfAny([.. transaction.Writes.Select(write => ReasonOf(() => RunPart(write)))]);
        JsonObject?[] after = [.. transaction.Writes.Select(write => Find(write.Table).After(write))];
        for (int i = 0; i < after.Length; i++)
        {
            PlainTable table = Find(transaction.Writes[i].Table);
            table.Store(table.KeyOf(transaction.Writes[i].Subject), after[i]);
        }

        if (transaction.Token is not null) tokens[transaction.Token] = $"{transaction}";
        return [];
    }

    private void RunPart(AskedWrite write)
    {
        PlainTable table = Find(write.Table);
        if (!table.Allows(write)) throw ConditionFailed("ConditionalCheckFailed", write, table.Find(write.Subject));
        table.After(write);
    }

    private JsonObject Get(AskedTransactGet transaction)
    {
        Faults faults = new();
        foreach (AskedGet part in transaction.Parts) RequestFaults.CheckPart(faults, part, maySpareExpressions: true);
        faults.Stop();
        foreach (AskedGet part in transaction.Parts) new KeyFaults(Find(part.Table)).CheckEmpty(part.Keys[0]);
        StopIfAny([.. transaction.Parts.Select(part => ReasonOf(() => new KeyFaults(Find(part.Table)).CheckKey(part.Keys[0], [])))]);
        CheckOnce(transaction.Parts.Select(part => (part.Table, part.Keys[0])));
        return new JsonObject
        {
            ["Responses"] = new JsonArray([.. transaction.Parts.Select(part => Shown(Find(part.Table), part, part.Keys[0]) is { } item ? new JsonObject { ["Item"] = item } : [])]),
        };
    }

    private JsonObject Change(AskedIndexChange change)
    {
        PlainTable table = Find(change.Table);
        if (change.IsDrop) table.Indexes.RemoveAll(index => index.Name == change.Index.Name);
        else table.Indexes.Add(change.Index);
        return [];
    }

    private static RefusedException? ReasonOf(Action step)
    {
        try
        {
            step();
            return null;
        }
        catch (RefusedException refusal)
        {
            return refusal.Code == "ValidationException" ? new RefusedException("ValidationError", refusal.Texts) : refusal;
        }
    }

    private static void StopIfAny(RefusedException?[] reasons)
    {
        if (reasons.All(reason => reason is null)) return;
        string codes = string.Join(", ", reasons.Select(reason => reason?.Code ?? "None"));
        throw new RefusedException("TransactionCanceledException", [$"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]"]) { Reasons = reasons };
    }

    private void CheckOnce(IEnumerable<(string Table, JsonObject Subject)> subjects)
    {
        if (HasTwice(subjects)) throw RefusedException.Validation("Transaction request cannot include multiple operations on one item");
    }

    private bool HasTwice(IEnumerable<(string Table, JsonObject Subject)> subjects)
    {
        string[] keys = [.. subjects.Select(subject => $"{subject.Table} {Find(subject.Table).KeyText(subject.Subject)}")];
        return keys.Distinct().Count() < keys.Length;
    }
}
