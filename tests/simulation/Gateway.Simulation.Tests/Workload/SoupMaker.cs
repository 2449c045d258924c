namespace Gateway.Simulation.Tests.Workload;

/// <summary>Writes of all kinds on the same few items. What they leave depends on who met whom; that all PoPs agree on it is the point.</summary>
internal sealed class SoupMaker(Random random)
{
    private const string Table = RequestMaker.Table;

    private static readonly string[] Updates =
    [
        "SET a = :s", "SET n = :n", "SET n = n + :n", "SET n = if_not_exists(n, :n) - :n", "ADD n :n", "ADD s :ss", "DELETE s :ss", "SET s = :ss", "REMOVE a", "REMOVE n, s", "SET l = :l", "SET l[0] = :s",
        "SET l = list_append(l, :l)", "SET l = list_append(if_not_exists(l, :l), :l)", "REMOVE l[0]", "REMOVE l[1], l[0]", "SET l[9] = :n", "SET m = :m", "SET m.k1 = :n", "SET m.k2.d = :s", "REMOVE m.k1",
        "ADD m.k1 :n", "SET g = :g", "REMOVE g", "SET a = :s, n = :n ADD s :ss REMOVE m.k2", "SET m.k1 = if_not_exists(m.k1, :n) + :n", "SET a = n", "SET #t = :ttl", "REMOVE #t",
    ];

    private static readonly string[] Conditions = ["attribute_exists(pk)", "attribute_not_exists(pk)", "attribute_exists(a)", "n > :n", "size(l) < :n", "g = :g OR attribute_not_exists(g)"];

    /// <summary>The next request.</summary>
    public PlannedRequest Next() => random.Next(20) switch
    {
        < 5 => new PlannedRequest("PutItem", Put()),
        < 12 => new PlannedRequest("UpdateItem", Update()),
        < 14 => new PlannedRequest("DeleteItem", $$"""{"TableName": "{{Table}}", "Key": {{Item().Key}}{{(random.Next(2) == 0 ? """, "ConditionExpression": "attribute_exists(pk)" """ : "")}} }"""),
        14 => new PlannedRequest("BatchWriteItem", $$"""{"RequestItems": {"{{Table}}": [{{string.Join(", ", Distinct(3).Select(One))}}]} }"""),
        < 17 => new PlannedRequest("TransactWriteItems", $$"""{"TransactItems": [{{string.Join(", ", Distinct(4).Select(Action))}}]}"""),
        17 => new PlannedRequest("ExecuteStatement", $$"""{"Statement": "UPDATE \"{{Table}}\" SET a='{{random.Next(9)}}' SET g='g{{random.Next(3)}}' WHERE pk='{{Item().Pk}}' AND sk='x'"}"""),
        18 => new PlannedRequest("ExecuteStatement", $$"""{"Statement": "DELETE FROM \"{{Table}}\" WHERE pk='{{Item().Pk}}' AND sk='x'"}"""),
        _ => new PlannedRequest("UpdateItem", $$"""{"TableName": "{{Table}}", "Key": {{Item().Key}}, "AttributeUpdates": {"n": {"Action": "ADD", "Value": {"N": "{{random.Next(9)}}"} }, "a": {"Action": "DELETE"} } }"""),
    };

    private ItemName Item() => new($"hot-{random.Next(4)}", "x");

    private IEnumerable<ItemName> Distinct(int most) => Enumerable.Range(0, 4).OrderBy(_ => random.Next()).Take(random.Next(1, most + 1)).Select(at => new ItemName($"hot-{at}", "x"));

    private string One(ItemName item) => random.Next(3) == 0 ? $$"""{"DeleteRequest": {"Key": {{item.Key}} } }""" : $$"""{"PutRequest": {"Item": {{Body(item)}} } }""";

    private string Action(ItemName item) => random.Next(5) switch
    {
        0 => $$"""{"Delete": {"TableName": "{{Table}}", "Key": {{item.Key}} } }""",
        1 => $$"""{"Put": {"TableName": "{{Table}}", "Item": {{Body(item)}} } }""",
        _ => $$"""{"Update": {{Update(item, Updates[random.Next(Updates.Length)], null)}} }""",
    };

    private string Put() => $$"""{"TableName": "{{Table}}", "Item": {{Body(Item())}}{{Conditional(Conditions[random.Next(2)], random.Next(4) == 0)}} }""";

    private string Update() => Update(Item(), Updates[random.Next(Updates.Length)], random.Next(4) == 0 ? Conditions[random.Next(Conditions.Length)] : null);

    private string Update(ItemName item, string text, string? condition)
    {
        string all = text + condition;
        List<string> values = [];
        foreach ((string name, Func<string> value) in (IEnumerable<(string, Func<string>)>)[(":ss", Set), (":s", Text), (":n", Number), (":l", List), (":m", Map), (":g", Group), (":ttl", TimeToLive)])
        {
            if (System.Text.RegularExpressions.Regex.IsMatch(all, $"{name}\\b")) values.Add($"\"{name}\": {value()}");
        }

        string names = all.Contains("#t", StringComparison.Ordinal) ? """, "ExpressionAttributeNames": {"#t": "ttl"}""" : "";
        string given = values.Count == 0 ? "" : $$""", "ExpressionAttributeValues": {{{string.Join(", ", values)}} }""";
        return $$"""{"TableName": "{{Table}}", "Key": {{item.Key}}, "UpdateExpression": "{{text}}"{{names}}{{given}}{{Conditional(condition ?? "", condition is not null)}} }""";
    }

    private static string Conditional(string condition, bool isUsed) => isUsed ? $$""", "ConditionExpression": "{{condition}}" """ : "";

    private string Body(ItemName item)
    {
        List<string> members = [item.Attributes];
        if (random.Next(2) == 0) members.Add($"\"a\": {Text()}");
        if (random.Next(2) == 0) members.Add($"\"n\": {Number()}");
        if (random.Next(3) == 0) members.Add($"\"s\": {Set()}");
        if (random.Next(2) == 0) members.Add($"\"l\": {List()}");
        if (random.Next(2) == 0) members.Add($"\"m\": {Map()}");
        if (random.Next(2) == 0) members.Add($"\"g\": {Group()}");
        if (random.Next(8) == 0) members.Add($"\"ttl\": {TimeToLive()}");
        return $"{{{string.Join(", ", members)}}}";
    }

    private string Text() => $$"""{"S": "t{{random.Next(20)}}"}""";

    private string Number() => $$"""{"N": "{{random.Next(-9, 30)}}"}""";

    private string Set() => $$"""{"SS": [{{string.Join(", ", Enumerable.Range(0, 6).Where(_ => random.Next(2) == 0).Append(6).Select(one => $"\"e{one}\""))}}]}""";

    private string List() => $$"""{"L": [{{string.Join(", ", Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(2) == 0 ? Text() : Number()))}}]}""";

    private string Map() => $$"""{"M": {"k1": {{Number()}}, "k2": {"M": {"d": {{Text()}} } } } }""";

    private string Group() => $$"""{"S": "g{{random.Next(3)}}"}""";

    /// <summary>Within the minutes around the history's beginning; some are over already.</summary>
    private string TimeToLive() => $$"""{"N": "{{new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds() + random.Next(-5, 60)}}"}""";
}
