using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Differential.Plain;
using Gateway.DynamoCompat.Tests.Differential.Requests;

namespace Gateway.DynamoCompat.Tests.Differential.Generators;

/// <summary>Random queries and scans.</summary>
internal sealed class RandomReads(RandomValues values, RandomConditions conditions, PlainDynamo model)
{
    private static readonly string[] SortOperators = ["=", "<", "<=", ">", ">=", "BETWEEN", "begins_with"];

    public AskedRead Next(string tableName)
    {
        PlainTable table = model.Tables[tableName];
        values.Sample = table.Items.Any() ? values.Pick([.. table.Items]) : null;
        AskedIndex? index = table.Indexes.Count > 0 && values.Chance(60) ? values.Pick(table.Indexes) : null;
        bool isQuery = values.Chance(70);
        AskedRead read = new()
        {
            Table = values.Chance(1) ? "nothing" : tableName,
            Index = values.Chance(1) ? "nothing" : index?.Name,
            KeyTerms = isQuery ? Terms(table, index) : null,
            Filter = values.Chance(35) ? Filter(table, index, isQuery) : null,
            IsBackward = isQuery && values.Chance(40),
            IsConsistent = values.Chance(index is { IsGlobal: true } ? 3 : 30),
            Limit = values.Chance(50) ? values.Next(4) + 1 : null,
            Segments = !isQuery && values.Chance(30) ? values.Next(4) + 2 : 1,
            Extras = Extras(),
        };
        if (values.Chance(25)) return read with { Projection = Projection() };
        if (values.Chance(20)) return read with { Select = values.Pick("COUNT", "ALL_ATTRIBUTES") };
        return isQuery && index is null && values.Chance(10) ? read with { StartKey = StartKey(table, read) } : read;
    }

    public IReadOnlyList<AskedPath> Projection()
    {
        List<AskedPath> paths = [];
        bool mayOverlap = values.Chance(5);
        for (int count = values.Next(4) + 1; count > 0; count--)
        {
            AskedPath path = values.Path();
            if (mayOverlap || !paths.Exists(other => other.Covers(path) || path.Covers(other) || path.ConflictsWith(other))) paths.Add(path);
        }

        return paths;
    }

    private AskedExtras Extras() => new()
    {
        UsesAliases = values.Chance(30),
        HasUnusedName = values.Chance(1),
        UnusedValue = values.Chance(1) ? values.AnyValue() : null,
        Tail = values.Chance(1) ? values.Pick(" AND", " )", " foo bar", " = :", " \u00ff") : "",
    };

    /// <summary>A start key that an earlier page could have had, whether or not there is such an item any more.</summary>
    private JsonObject? StartKey(PlainTable table, AskedRead read)
    {
        JsonObject key = [];
        foreach (AskedKey part in table.Asked.Key) key[part.Name] = values.KeyPart(part);
        if (values.Chance(90) && PlainValue.TypeOf(read.KeyTerms![0].Value) == table.Asked.Partition.Type) key[table.Asked.Partition.Name] = read.KeyTerms[0].Value.DeepClone();
        return PlainTable.IsEmpty((JsonObject)key[table.Asked.Partition.Name]!) ? null : key;
    }

    private List<AskedKeyTerm> Terms(PlainTable table, AskedIndex? index)
    {
        IReadOnlyList<AskedKey> partition = index?.Partition ?? [table.Asked.Partition];
        IReadOnlyList<AskedKey> sort = index?.Sort ?? (table.Asked.Sort is { } one ? [one] : []);
        JsonObject[] items = [.. table.Items.Where(item => index is null || PlainTable.Holds(index, item))];
        JsonObject? like = items.Length > 0 && values.Chance(85) ? values.Pick(items) : null;
        List<AskedKeyTerm> terms = [.. partition.Select(key => new AskedKeyTerm(key.Name, values.Chance(1) ? "<" : "=", Value(key, like), IsMirrored: values.Chance(10)))];
        int sorted = values.Next(sort.Count + 1);
        for (int i = 0; i < sorted; i++) terms.Add(i < sorted - 1 && values.Chance(97) ? new AskedKeyTerm(sort[i].Name, "=", Value(sort[i], like)) : SortTerm(sort[i], values.Chance(50) ? like : null));
        if (values.Chance(2)) terms.Add(new AskedKeyTerm(values.NameOf("BOOL"), "=", Value(new AskedKey("f", "S"), null)));
        if (values.Chance(2)) terms.RemoveAt(0);
        if (terms.Count == 0) terms.Add(new AskedKeyTerm("f", "=", Value(new AskedKey("f", "S"), null)));
        return values.Chance(80) ? terms : values.Some(terms, terms.Count, terms.Count);
    }

    private AskedKeyTerm SortTerm(AskedKey key, JsonObject? like)
    {
        string name = values.Pick(SortOperators);
        if (name == "begins_with" && key.Type == "N" && values.Chance(95)) name = ">";
        if (name != "BETWEEN") return new AskedKeyTerm(key.Name, name, Value(key, like), IsMirrored: name != "begins_with" && values.Chance(10));
        JsonObject lower = Value(key, like), upper = Value(key, null);
        bool areReversed = PlainValue.TypeOf(lower) == PlainValue.TypeOf(upper) && PlainValue.FaultOf(lower) is null && PlainValue.FaultOf(upper) is null && PlainValue.Compare(lower, upper) > 0;
        return areReversed && values.Chance(95) ? new AskedKeyTerm(key.Name, name, upper, lower) : new AskedKeyTerm(key.Name, name, lower, upper);
    }

    /// <summary>A value for a condition on a key attribute: one that an item has, or another of its type.</summary>
    private JsonObject Value(AskedKey key, JsonObject? like)
    {
        if (values.Chance(RandomValues.FaultPercent)) return values.Value(values.Pick("S", "N", "B"), 0);
        if (like?[key.Name] is JsonObject value) return PlainValue.Copy(value);
        return values.Chance(50) ? values.KeyPart(key) : NotEmpty(values.Value(key.Type, 0)) ?? values.KeyPart(key);
    }

    private static JsonObject? NotEmpty(JsonObject value) => PlainTable.IsEmpty(value) ? null : value;

    /// <summary>A filter that mostly leaves the key alone, as it must.</summary>
    private AskedCondition Filter(PlainTable table, AskedIndex? index, bool isQuery)
    {
        AskedCondition filter = conditions.For(table.Items);
        for (int tries = 0; tries < 10 && isQuery && index is not null && filter.AllOperands.OfType<AskedOperand.At>().Any(at => index.Key.Any(key => key.Name == at.Path.Attribute)); tries++) filter = conditions.For(table.Items);
        return filter;
    }
}
