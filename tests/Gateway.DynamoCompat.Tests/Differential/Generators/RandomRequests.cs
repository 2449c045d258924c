using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Differential.Plain;
using Gateway.DynamoCompat.Tests.Differential.Requests;

namespace Gateway.DynamoCompat.Tests.Differential.Generators;

/// <summary>Random requests that fit what the model holds: most succeed, a good part is refused, for all sorts of reasons.</summary>
internal sealed class RandomRequests
{
    private static readonly string?[] Returns = [null, "NONE", "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"];

    private readonly RandomValues values;
    private readonly RandomConditions conditions;
    private readonly RandomReads reads;
    private readonly PlainDynamo model;
    private readonly string[] tables;
    private AskedTransactWrite? last;
    private int tokens;

    public RandomRequests(RandomValues values, PlainDynamo model)
    {
        this.values = values;
        this.model = model;
        conditions = new RandomConditions(values);
        reads = new RandomReads(values, conditions, model);
        tables = [.. model.Tables.Keys];
    }

    public AskedRequest Next() => values.Next(100) switch
    {
        < 16 => Put(),
        < 46 => Update(),
        < 54 => Delete(),
        < 59 => Get(inTransaction: false),
        < 78 => reads.Next(values.Pick(tables)),
        < 83 => BatchWrite(),
        < 87 => BatchGet(),
        < 96 => TransactWrite(),
        < 99 => new AskedTransactGet([.. Enumerable.Range(0, values.Next(3) + 1).Select(_ => Get(inTransaction: true))]),
        _ => IndexChange(),
    };

    private PlainTable Table() => model.Tables[values.Pick(tables)];

    private string NameOf(PlainTable table) => values.Chance(1) ? "nothing" : table.Asked.Name;

    private AskedExtras Extras() => new()
    {
        UsesAliases = values.Chance(30),
        HasUnusedName = values.Chance(1),
        UnusedValue = values.Chance(1) ? values.AnyValue() : null,
        Tail = values.Chance(1) ? values.Pick(" AND", " )", " foo bar", " = :", " \u00ff") : "",
    };

    private AskedWrite Put()
    {
        PlainTable table = Table();
        JsonObject key = values.Key(table.Asked);
        return new AskedWrite
        {
            Action = "Put",
            Table = NameOf(table),
            Subject = Item(table, key),
            Condition = values.Chance(40) ? conditions.For(FindIn(table, key)) : null,
            ReturnValues = values.Chance(RandomValues.FaultPercent) ? values.Pick(Returns) : values.Pick(Returns[..3]),
            ReturnsOldOnFailure = values.Chance(50),
            Extras = Extras(),
        };
    }

    /// <summary>A new item, or what is there with a few changes: what apps do that read, change and write back.</summary>
    private JsonObject Item(PlainTable table, JsonObject key)
    {
        JsonObject item = values.Chance(50) && FindIn(table, key) is { } there ? PlainValue.Copy(there) : [];
        foreach ((string name, JsonNode? part) in key) item[name] = part!.DeepClone();
        for (int count = values.Next(6); count > 0; count--)
        {
            string name = values.Name();
            if (values.Chance(20)) item.Remove(name);
            else item[name] = values.ValueFor(name);
        }

        foreach (AskedKey part in table.Indexes.SelectMany(index => index.Key).Where(part => !table.IsKey(part.Name)))
        {
            bool fits = item[part.Name] is not JsonObject value || (PlainValue.TypeOf(value) == part.Type && !PlainTable.IsEmpty(value));
            if (!fits && values.Chance(90)) item.Remove(part.Name);
        }

        return item;
    }

    /// <summary>What lies under a key, if it is one.</summary>
    private static JsonObject? FindIn(PlainTable table, JsonObject key)
    {
        bool isWhole = table.Asked.Key.All(part => key[part.Name] is JsonObject value && PlainValue.TypeOf(value) == part.Type && PlainValue.FaultOf(value) is null);
        return isWhole ? table.Find(key) : null;
    }

    private AskedWrite Update()
    {
        PlainTable table = Table();
        RandomActions actions = new(values, table.Asked);
        JsonObject key = values.Key(table.Asked);
        JsonObject? item = FindIn(table, key);
        AskedWrite update = new()
        {
            Action = "Update",
            Table = NameOf(table),
            Subject = key,
            Actions = values.Chance(3) ? [] : actions.Next(item),
            Condition = values.Chance(30) ? conditions.For(item) : null,
            ReturnValues = values.Pick(Returns),
            ReturnsOldOnFailure = values.Chance(50),
            Extras = Extras(),
        };
        return update;
    }

    private AskedWrite Delete()
    {
        PlainTable table = Table();
        JsonObject key = values.Key(table.Asked);
        return new AskedWrite
        {
            Action = "Delete",
            Table = NameOf(table),
            Subject = key,
            Condition = values.Chance(40) ? conditions.For(FindIn(table, key)) : null,
            ReturnValues = values.Chance(RandomValues.FaultPercent) ? values.Pick(Returns) : values.Pick(Returns[..3]),
            ReturnsOldOnFailure = values.Chance(50),
            Extras = Extras(),
        };
    }

    private AskedGet Get(bool inTransaction)
    {
        PlainTable table = Table();
        values.Sample = table.Items.FirstOrDefault();
        AskedGet get = new() { Table = inTransaction ? table.Asked.Name : NameOf(table), Keys = [values.Key(table.Asked)], Extras = Extras() with { UnusedValue = null } };
        return values.Chance(40) ? get with { Projection = reads.Projection() } : get;
    }

    private AskedBatchGet BatchGet() => new([.. values.Some(tables, 1, 2).Select(name => new AskedGet
    {
        Table = name,
        Keys = Distinct(name, [.. Enumerable.Range(0, values.Next(5) + 1).Select(_ => values.Key(model.Tables[name].Asked))], key => key),
        Projection = values.Chance(30) ? reads.Projection() : null,
        Extras = Extras() with { UnusedValue = null },
    })]);

    private AskedBatchWrite BatchWrite()
    {
        List<AskedWrite> writes = [];
        foreach (string name in values.Some(tables, 1, 2))
        {
            AskedWrite[] some = [.. Enumerable.Range(0, values.Next(4) + 1).Select(_ => (values.Chance(70) ? Put() : Delete()) with { Condition = null, ReturnValues = null, ReturnsOldOnFailure = false, Extras = new AskedExtras() }).Where(write => write.Table == name)];
            writes.AddRange(Distinct(name, some, write => write.Subject));
        }

        return writes.Count > 0 ? new AskedBatchWrite(writes) : BatchWrite();
    }

    private AskedTransactWrite TransactWrite()
    {
        if (last?.Token is not null && values.Chance(25)) return values.Chance(70) ? last : last with { Writes = [.. last.Writes.Take(1)] };
        List<AskedWrite> writes = [];
        for (int count = values.Next(4) + 1; count > 0; count--)
        {
            AskedWrite write = values.Next(10) switch { < 3 => Put(), < 8 => Update(), 8 => Delete(), _ => Check() };
            if (write.Action == "Update" && write.Actions.Count == 0) continue;
            if (write.Table == "nothing") continue;
            writes.Add(write with { ReturnValues = null, Extras = write.HasExpression ? write.Extras : new AskedExtras() });
        }

        foreach (string name in tables)
        {
            List<AskedWrite> kept = Distinct(name, [.. writes.Where(write => write.Table == name)], write => write.Subject);
            writes.RemoveAll(write => write.Table == name && !kept.Contains(write));
        }

        if (writes.Count == 0) return TransactWrite();
        last = new AskedTransactWrite(writes, values.Chance(30) ? $"token-{tokens++}" : null);
        return last;
    }

    private AskedWrite Check()
    {
        AskedWrite delete = Delete();
        JsonObject? item = model.Tables.TryGetValue(delete.Table, out PlainTable? table) ? FindIn(table, delete.Subject) : null;
        return delete with { Action = "ConditionCheck", Condition = conditions.For(item) };
    }

    private AskedIndexChange IndexChange()
    {
        PlainTable table = Table();
        return new AskedIndexChange(table.Asked.Name, RandomTables.Late, IsDrop: table.Indexes.Contains(RandomTables.Late));
    }

    /// <summary>Mostly each key once, as batches and transactions must.</summary>
    private List<T> Distinct<T>(string table, IReadOnlyList<T> all, Func<T, JsonObject> keyOf)
    {
        if (values.Chance(4)) return [.. all];
        return [.. all.DistinctBy(each => model.Tables[table].KeyOf(keyOf(each)) is var key && FaultOf(key) ? key.ToJsonString() : model.Tables[table].KeyText(keyOf(each)))];
    }

    private static bool FaultOf(JsonObject key) => key.Any(part => PlainValue.FaultOf((JsonObject)part.Value!) is not null);
}
