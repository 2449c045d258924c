using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Differential.Plain;
using Gateway.DynamoCompat.Tests.Differential.Requests;

namespace Gateway.DynamoCompat.Tests.Differential;

/// <summary>Follows a query or scan page by page to its end and compares it with the model's.</summary>
/// <param name="ask">Asks the face.</param>
internal sealed class ReadCheck(AskedRead read, PlainDynamo model, Func<string, JsonObject, Task<(int Status, JsonObject Answer)>> ask)
{
    private readonly List<JsonObject> items = [];
    private readonly List<JsonObject> evaluated = [];
    private string? difference;
    private int count;
    private int scanned;

    /// <summary>What differs; null if nothing does.</summary>
    public async Task<string?> RunAsync()
    {
        PlainRead expected;
        try
        {
            expected = model.Read(read);
        }
        catch (RefusedException refusal)
        {
            (int status, JsonObject answer) = await ask(read.Operation, read.Body());
            return AnswerCheck.DifferenceOf(refusal, status, answer);
        }

        for (int segment = 0; segment < read.Segments; segment++) await FollowAsync(expected, segment);
        return difference ?? Compare(expected);
    }

    private async Task FollowAsync(PlainRead expected, int segment)
    {
        int total = expected.Groups.Sum(group => group.Count);
        JsonObject? start = read.StartKey;
        for (int pages = 0; difference is null; pages++)
        {
            JsonObject body = read.Body(start, segment);
            (int status, JsonObject answer) = await ask(read.Operation, body);
            difference = status == 200 ? Page(expected, answer, total) : $"refused, which should succeed: {body.ToJsonString()} {answer.ToJsonString()}";
            start = (JsonObject?)answer["LastEvaluatedKey"];
            if (start is null) break;
            if (pages > total + 1) difference = "more pages than items";
        }
    }

    private string? Page(PlainRead expected, JsonObject answer, int total)
    {
        int pageCount = (int)answer["Count"]!, pageScanned = (int)answer["ScannedCount"]!;
        count += pageCount;
        scanned += pageScanned;
        JsonArray? page = (JsonArray?)answer["Items"];
        if (read.Select == "COUNT" != page is null) return $"Items where Select is {read.Select}";
        if (page is not null && page.Count != pageCount) return $"Count {pageCount} with {page.Count} items";
        items.AddRange((page ?? []).Select(item => (JsonObject)item!));
        bool isFull = pageScanned == read.Limit;
        if (pageScanned > (read.Limit ?? total) || isFull != answer.ContainsKey("LastEvaluatedKey")) return $"ScannedCount {pageScanned} of {total} with Limit {read.Limit} and LastEvaluatedKey {answer["LastEvaluatedKey"]?.ToJsonString()}";
        return isFull && read.Segments == 1 && read.IsQuery ? LastKey(expected, (JsonObject)answer["LastEvaluatedKey"]!) : null;
    }

    /// <summary>The key of a full page is that of an item that could stand there, and none has it twice.</summary>
    private string? LastKey(PlainRead expected, JsonObject key)
    {
        int before = 0;
        IReadOnlyList<JsonObject> group = expected.Groups.FirstOrDefault(each => (before += each.Count) >= scanned) ?? [];
        string text = PlainValue.ItemText(key);
        if (!group.Any(item => PlainValue.ItemText(expected.LastKeyOf(item)) == text) || evaluated.Any(earlier => PlainValue.ItemText(earlier) == text)) return $"LastEvaluatedKey {text} after {scanned} items";
        evaluated.Add(key);
        return null;
    }

    private string? Compare(PlainRead expected)
    {
        int total = expected.Groups.Sum(group => group.Count);
        if (scanned != total) return string.Create(CultureInfo.InvariantCulture, $"looked at {scanned} items, expected {total}");
        List<string[]> groups = [.. expected.Groups.Select(group => group.Select(expected.Shown).OfType<JsonObject>().Select(PlainValue.ItemText).Order(StringComparer.Ordinal).ToArray())];
        int passed = groups.Sum(group => group.Length);
        if (count != passed) return $"counted {count} items, expected {passed}";
        if (read.Select == "COUNT") return null;
        int at = 0;
        foreach (string[] group in groups)
        {
            string[] got = [.. items.Skip(at).Take(group.Length).Select(PlainValue.ItemText).Order(StringComparer.Ordinal)];
            if (!got.SequenceEqual(group)) return $"got {string.Join(' ', got)}, expected {string.Join(' ', group)}";
            at += group.Length;
        }

        return !read.IsQuery && read.Index is null && read.Projection is null ? ScanOrder(model.Tables[read.Table].Asked) : null;
    }

    /// <summary>In what order partition keys come is nobody's business, but the items of one come together, and in the order of their sort keys.</summary>
    private string? ScanOrder(AskedTable table)
    {
        HashSet<string> seen = [];
        for (int i = 0; i < items.Count; i++)
        {
            string partition = PlainValue.Text(PartOf(i, table.Partition));
            bool goesOn = i > 0 && PlainValue.Text(PartOf(i - 1, table.Partition)) == partition;
            if (!goesOn && !seen.Add(partition)) return $"the items of {partition} do not come together";
            if (goesOn && PlainValue.Compare(PartOf(i - 1, table.Sort!), PartOf(i, table.Sort!)) >= 0) return $"the items of {partition} are not in order";
        }

        return null;

        JsonObject PartOf(int position, AskedKey key) => (JsonObject)items[position][key.Name]!;
    }
}
