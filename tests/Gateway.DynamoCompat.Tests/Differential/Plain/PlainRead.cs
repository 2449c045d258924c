using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Differential.Requests;

namespace Gateway.DynamoCompat.Tests.Differential.Plain;

/// <summary>The items that a query or scan looks at, in their order, and what it shows of them.</summary>
internal sealed class PlainRead
{
    private const string NoMatch = "Query key condition not supported";

    private readonly PlainTable table;
    private readonly AskedRead asked;
    private readonly AskedIndex? index;
    private readonly JsonObject? start;

    private PlainRead(PlainTable table, AskedRead asked)
    {
        this.table = table;
        this.asked = asked;
        start = asked.StartKey is null ? null : PlainValue.NormalItem(asked.StartKey);
        index = asked.Index is null ? null : table.Indexes.Find(one => one.Name == asked.Index) ?? throw RefusedException.Validation($"The table does not have the specified index: {asked.Index}");
    }

    /// <summary>Items of which DynamoDB does not say which comes first stand together.</summary>
    public IReadOnlyList<IReadOnlyList<JsonObject>> Groups { get; private set; } = [];

    /// <exception cref="RefusedException">It does not fit the table.</exception>
    public static PlainRead Of(PlainTable table, AskedRead asked)
    {
        PlainRead read = new(table, asked);
        read.Check();
        read.Groups = read.Order([.. table.Items.Where(read.IsMeant)]);
        return read;
    }

    /// <summary>What is shown of an item; null if the filter leaves it out.</summary>
    public JsonObject? Shown(JsonObject item)
    {
        JsonObject projected = index is null ? item : table.Shown(index, item);
        JsonObject view = ReadsWholeItems ? item : projected;
        if (asked.Filter is not null && !PlainConditions.IsTrue(asked.Filter, view)) return null;
        if (asked.Projection is not null) return PlainPaths.Cut(view, asked.Projection);
        return asked.Select == "ALL_ATTRIBUTES" ? view : projected;
    }

    /// <summary>The key that a page which ends at an item names.</summary>
    public JsonObject LastKeyOf(JsonObject item) => PlainTable.Only(item, table.Asked.Key.Concat(index?.Key ?? []).Select(key => key.Name));

    /// <summary>A local index can show all of an item, which is read from the table then.</summary>
    private bool ReadsWholeItems => index is { IsGlobal: false } && (asked.Select == "ALL_ATTRIBUTES" || Named.Any(attribute => !table.Shows(index, attribute)));

    private IEnumerable<string> Named =>
        (asked.Projection ?? []).Select(path => path.Attribute).Concat((asked.Filter?.AllOperands ?? []).OfType<AskedOperand.At>().Select(at => at.Path.Attribute));

    private IReadOnlyList<AskedKey> Partition => index?.Partition ?? [table.Asked.Partition];

    private IReadOnlyList<AskedKey> Sort => index?.Sort ?? (table.Asked.Sort is { } sort ? [sort] : []);

    private void Check()
    {
        Faults faults = new();
        if (index is { IsGlobal: true } && asked.IsConsistent) faults.Add("Consistent reads are not supported on global secondary indexes");
        if (index is { IsGlobal: true, Projection: not "ALL" } && asked.Select == "ALL_ATTRIBUTES")
        {
            faults.Add($"One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index {index.Name} because its projection type is not ALL");
        }

        if (asked.IsQuery) CheckQuery(faults);
        new KeyFaults(table).AddNested(faults, (asked.Projection ?? []).Concat((asked.Filter?.AllOperands ?? []).OfType<AskedOperand.At>().Select(at => at.Path)));
        string[] missing = index is { IsGlobal: true } ? [.. (asked.Projection ?? []).Select(path => path.Attribute).Distinct().Where(attribute => !table.Shows(index, attribute))] : [];
        if (missing.Length > 0) faults.Add($"One or more parameter values were invalid: Global secondary index {index!.Name} does not project [{string.Join(", ", missing)}]");
        faults.Stop();
        if (start is not null) CheckStart(start);
    }

    private void CheckStart(JsonObject key)
    {
        if (asked.KeyTerms!.Any(term => Sort.Any(part => part.Name == term.Attribute) && !Meets(key, term))) throw RefusedException.Validation("The provided starting key does not match the range key predicate");
        if (asked.KeyTerms!.All(term => Meets(key, term))) return;
        bool isOneRow = Sort.Count > 0 && Sort.All(part => asked.KeyTerms!.Any(term => term.Attribute == part.Name && term.Operator == "="));
        throw RefusedException.Validation(isOneRow ? "The query can return at most one row and cannot be restarted" : "The provided starting key is outside query boundaries based on provided conditions");
    }

    private void CheckQuery(Faults faults)
    {
        IReadOnlyList<AskedKeyTerm> terms = asked.KeyTerms!;
        AskedKey[] key = [.. Partition, .. Sort];
        if (terms.Count > key.Length) faults.Add(NoMatch);
        if (terms.Count > 2 && Partition.Count == 1 && Sort.Count < 2) faults.Add("Conditions can be of length 1 or 2 only");
        foreach (AskedKey part in key)
        {
            AskedKeyTerm? term = terms.FirstOrDefault(each => each.Attribute == part.Name);
            if (term is null)
            {
                // What comes after a part without a condition must have none, and every partition part must have one.
                if (Partition.Contains(part) || terms.Count > key.TakeWhile(each => each != part).Count()) faults.Add($"Query condition missed key schema element: {part.Name}");
                continue;
            }

            JsonObject[] values = term.Upper is null ? [term.Value] : [term.Value, term.Upper];
            if (values.Any(value => PlainValue.TypeOf(value) != part.Type)) faults.Add("One or more parameter values were invalid: Condition parameter type does not match schema type");
            else if (values.Any(PlainTable.IsEmpty)) faults.Add($"One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty {(part.Type == "S" ? "string" : "binary")} value. Key: {part.Name}");
            if (Partition.Contains(part) && term.Operator != "=") faults.Add(NoMatch);
            if (term.Operator != "=" && terms.Count > Array.IndexOf(key, part) + 1) faults.Add(NoMatch);
        }

        string[] filtered = [.. (asked.Filter?.AllOperands ?? []).OfType<AskedOperand.At>().Select(at => at.Path.Attribute)];
        foreach (AskedKey part in key.Where(part => filtered.Contains(part.Name))) faults.Add($"Filter Expression can only contain non-primary key attributes: Primary key attribute: {part.Name}");
    }

    private bool IsMeant(JsonObject item)
    {
        if (index is not null && !PlainTable.Holds(index, item)) return false;
        if (asked.KeyTerms is not null && asked.KeyTerms.Any(term => !Meets(item, term))) return false;
        if (start is null) return true;
        int order = CompareKeys(item, start);
        return asked.IsBackward ? order < 0 : order > 0;
    }

    private static bool Meets(JsonObject item, AskedKeyTerm term)
    {
        AskedOperand subject = new AskedOperand.At(new AskedPath(term.Attribute));
        AskedOperand value = new AskedOperand.Constant(term.Value);
        return PlainConditions.IsTrue(term.Operator switch
        {
            "BETWEEN" => new AskedCondition.Between(subject, value, new AskedOperand.Constant(term.Upper!)),
            "begins_with" => new AskedCondition.BeginsWith(subject, value),
            _ => new AskedCondition.Comparison(term.Operator, subject, value),
        }, item);
    }

    private int CompareKeys(JsonObject one, JsonObject other) =>
        Sort.Select(key => PlainValue.Compare((JsonObject)one[key.Name]!, (JsonObject)other[key.Name]!)).FirstOrDefault(order => order != 0);

    /// <summary>A query's items by their sort key; those of a scan come in no order that could be told.</summary>
    private List<List<JsonObject>> Order(List<JsonObject> items)
    {
        if (!asked.IsQuery) return items.Count == 0 ? [] : [items];
        items.Sort((one, other) => asked.IsBackward ? CompareKeys(other, one) : CompareKeys(one, other));
        List<List<JsonObject>> groups = [];
        foreach (JsonObject item in items)
        {
            if (groups.Count > 0 && CompareKeys(groups[^1][0], item) == 0) groups[^1].Add(item);
            else groups.Add([item]);
        }

        return groups;
    }
}
