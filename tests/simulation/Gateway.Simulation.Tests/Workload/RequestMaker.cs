namespace Gateway.Simulation.Tests.Workload;

/// <summary>Random requests on a few hot items. What some of them leave can be added up; the others make everything meet everything.</summary>
internal sealed class RequestMaker(Random random)
{
    /// <summary>The table that there is from the beginning: partition key <c>pk</c>, sort key <c>sk</c>, an index <c>groups</c> on <c>g</c> and <c>sk</c>, a stream, time to live on <c>ttl</c>.</summary>
    public const string Table = "data";

    private readonly List<(int Pop, ItemName Item, string Marker)> tags = [];
    private readonly List<ItemName> living = [];
    private int markers;

    /// <summary>The items that are always written in pairs.</summary>
    public static IReadOnlyList<(ItemName One, ItemName Other)> Pairs { get; } = [(new("pair-0", "one"), new("pair-0", "other")), (new("pair-1", "one"), new("pair-2", "other"))];

    /// <summary>Items that are counted.</summary>
    public static IReadOnlyList<ItemName> Counters { get; } = [new("count-0", "x"), new("count-0", "y"), new("count-1", "x")];

    /// <summary>The next request to a PoP.</summary>
    public PlannedRequest Next(int pop) => random.Next(100) switch
    {
        < 14 => Count(),
        < 19 => AddTag(pop),
        < 23 => RemoveTag(pop) ?? AddTag(pop),
        < 31 => Append(),
        < 36 => SetField(),
        < 50 => WritePair(),
        < 58 => Bear(),
        < 63 => Kill() ?? Bear(),
        _ => new SoupMaker(random).Next(),
    };

    private PlannedRequest Count()
    {
        ItemName item = Counters[random.Next(Counters.Count)];
        (string marker, int amount) = Marker();
        string update = random.Next(3) switch
        {
            0 => "ADD n :d, ids :m",
            1 => "SET n = if_not_exists(n, :zero) + :d ADD ids :m",
            _ => "SET g = :g, n = if_not_exists(n, :zero) + :d ADD ids :m",
        };
        return new PlannedRequest("UpdateItem", Update(item, update, Values(update, marker, amount)), new Effect.Mark([item], marker));
    }

    private PlannedRequest WritePair()
    {
        (ItemName one, ItemName other) = Pairs[random.Next(Pairs.Count)];
        (string marker, int amount) = Marker();
        const string Text = "ADD n :d, ids :m";
        const string PairText = "SET latest = :s ADD n :d, ids :m";
        List<string> actions = [.. ((ItemName[])[one, other]).Select(item => $$"""{"Update": {{Update(item, PairText, Values(PairText, marker, amount))}} }""")];
        List<ItemName> items = [one, other];
        if (random.Next(3) == 0)
        {
            ItemName third = Counters[random.Next(Counters.Count)];
            items.Add(third);
            actions.Insert(random.Next(3), $$"""{"Update": {{Update(third, Text, Values(Text, marker, amount))}} }""");
        }

        if (random.Next(5) == 0) actions.Add($$"""{"ConditionCheck": {"TableName": "{{Table}}", "Key": {{new ItemName("never", "x").Key}}, "ConditionExpression": "attribute_not_exists(pk)"} }""");
        return new PlannedRequest("TransactWriteItems", $$"""{"TransactItems": [{{string.Join(", ", actions)}}]}""", new Effect.Mark(items, marker));
    }

    private PlannedRequest AddTag(int pop)
    {
        ItemName item = Counters[random.Next(Counters.Count)];
        (string marker, _) = Marker();
        tags.Add((pop, item, marker));
        return new PlannedRequest("UpdateItem", Update(item, "ADD tags :m", Values(":m", marker, 0)), new Effect.Tag(item, marker));
    }

    private PlannedRequest? RemoveTag(int pop)
    {
        int at = tags.FindIndex(tag => tag.Pop == pop);
        if (at < 0) return null;
        (_, ItemName item, string marker) = tags[at];
        tags.RemoveAt(at);
        string condition = """, "ConditionExpression": "contains(tags, :s)" """;
        string values = Values(":m", marker, 0)[..^1] + $$""", ":s": {"S": "{{marker}}"} }""";
        return new PlannedRequest("UpdateItem", Update(item, "DELETE tags :m", values, condition), new Effect.Untag(item, marker));
    }

    private PlannedRequest Append()
    {
        ItemName item = new($"list-{random.Next(2)}", "x");
        (string marker, _) = Marker();
        string text = random.Next(4) == 0 ? "SET l = list_append(:v, if_not_exists(l, :e))" : "SET l = list_append(if_not_exists(l, :e), :v)";
        return new PlannedRequest("UpdateItem", Update(item, text, $$"""{":v": {"L": [{"S": "{{marker}}"}]}, ":e": {"L": []} }"""), new Effect.Append(item, marker));
    }

    private PlannedRequest SetField()
    {
        ItemName item = new($"field-{random.Next(2)}", "x");
        (string marker, _) = Marker();
        string name = $"f{marker.Replace(':', '_')}";
        return new PlannedRequest("UpdateItem", Update(item, $"SET {name} = :v", $$"""{":v": {"S": "{{marker}}"} }"""), new Effect.Field(item, name));
    }

    private PlannedRequest Bear()
    {
        ItemName item = new($"life-{random.Next(4)}", $"{markers++:0000}");
        living.Add(item);
        string body = $$"""{ {{item.Attributes}}, "g": {"S": "g{{random.Next(3)}}"}, "v": {"N": "{{random.Next(100)}}"} }""";
        return random.Next(4) switch
        {
            0 => new PlannedRequest("PutItem", $$"""{"TableName": "{{Table}}", "Item": {{body}} }""", new Effect.Birth(item)),
            1 => new PlannedRequest("BatchWriteItem", $$"""{"RequestItems": {"{{Table}}": [{"PutRequest": {"Item": {{body}} } }]} }""", new Effect.Birth(item)),
            2 => new PlannedRequest("TransactWriteItems", $$"""{"TransactItems": [{"Put": {"TableName": "{{Table}}", "Item": {{body}}, "ConditionExpression": "attribute_not_exists(pk)"} }]}""", new Effect.Birth(item)),
            _ => new PlannedRequest("ExecuteStatement", $$"""{"Statement": "INSERT INTO \"{{Table}}\" VALUE {'pk': '{{item.Pk}}', 'sk': '{{item.Sk}}', 'v': 5}"}""", new Effect.Birth(item)),
        };
    }

    private PlannedRequest? Kill()
    {
        if (living.Count == 0) return null;
        ItemName item = living[random.Next(living.Count)];
        living.Remove(item);
        string guarded = $$"""{"TableName": "{{Table}}", "Key": {{item.Key}}, "ConditionExpression": "attribute_exists(pk)"}"""; // refused where the item is not
        return random.Next(3) == 0
            ? new PlannedRequest("TransactWriteItems", $$"""{"TransactItems": [{"Delete": {{guarded}} }]}""", new Effect.Death(item))
            : new PlannedRequest("DeleteItem", guarded, new Effect.Death(item));
    }

    private (string Marker, int Amount) Marker()
    {
        int amount = random.Next(1, 10);
        return ($"m{markers++}:{amount}", amount);
    }

    private static string Update(ItemName item, string text, string values, string more = "") =>
        $$"""{"TableName": "{{Table}}", "Key": {{item.Key}}, "UpdateExpression": "{{text}}", "ExpressionAttributeValues": {{values}}{{more}} }""";

    private string Values(string text, string marker, int amount)
    {
        List<string> values = [$$""" ":m": {"SS": ["{{marker}}"]}"""];
        if (text.Contains(":d", StringComparison.Ordinal)) values.Add($$""" ":d": {"N": "{{amount}}"}""");
        if (text.Contains(":s", StringComparison.Ordinal)) values.Add($$""" ":s": {"S": "{{marker}}"}""");
        if (text.Contains(":zero", StringComparison.Ordinal)) values.Add(""" ":zero": {"N": "0"}""");
        if (text.Contains(":g", StringComparison.Ordinal)) values.Add($$""" ":g": {"S": "g{{random.Next(3)}}"}""");
        return $"{{{string.Join(", ", values)}}}";
    }
}
