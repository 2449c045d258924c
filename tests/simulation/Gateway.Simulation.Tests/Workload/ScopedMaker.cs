namespace Gateway.Simulation.Tests.Workload;

/// <summary>Requests to a table that some PoPs hold and others must never see anything of.</summary>
internal sealed class ScopedMaker(Random random)
{
    /// <summary>The table.</summary>
    public const string Table = "near";

    /// <summary>The group that holds it.</summary>
    public const string Group = "neighbours";

    /// <summary>All its partition keys, and nothing else in a history, begin so.</summary>
    public const string KeyStart = "only-";

    private int markers;

    /// <summary>The next request.</summary>
    public PlannedRequest Next()
    {
        if (random.Next(2) == 0) return Count();
        ItemName item = new($"{KeyStart}{random.Next(3)}", $"{markers++:0000}");
        return new PlannedRequest("PutItem", $$"""{"TableName": "{{Table}}", "Item": { {{item.Attributes}}, "v": {"N": "{{random.Next(100)}}"} } }""", new Effect.Birth(item));
    }

    private PlannedRequest Count()
    {
        ItemName one = new($"{KeyStart}0", "one");
        ItemName other = new($"{KeyStart}{random.Next(3)}", "other");
        string marker = $"o{markers++}:1";
        string[] updates = [.. ((ItemName[])[one, other]).Select(item => $$"""
            {"Update": {"TableName": "{{Table}}", "Key": {{item.Key}}, "UpdateExpression": "ADD ids :m", "ExpressionAttributeValues": {":m": {"SS": ["{{marker}}"]} } } }
            """)];
        return new PlannedRequest("TransactWriteItems", $$"""{"TransactItems": [{{string.Join(", ", updates)}}]}""", new Effect.Mark([one, other], marker));
    }
}
