namespace Gateway.Simulation.Tests.Workload;

/// <summary>Changes of the table's settings, at any PoP, while it is written.</summary>
internal sealed class SettingsMaker(Random random)
{
    private const string Table = RequestMaker.Table;

    /// <summary>The next one; most of those that do not fit the table as it is are refused.</summary>
    public PlannedRequest Next() => random.Next(7) switch
    {
        < 3 => new PlannedRequest("UpdateTable", $$"""
            {"TableName": "{{Table}}", "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "S"}, {"AttributeName": "g", "AttributeType": "S"}],
             "GlobalSecondaryIndexUpdates": [{"Create": {"IndexName": "more", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}], "Projection": {"ProjectionType": "{{(random.Next(2) == 0 ? "ALL" : "KEYS_ONLY")}}"} } }]}
            """),
        < 5 => new PlannedRequest("UpdateTable", $$"""{"TableName": "{{Table}}", "GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": "more"} }]}"""),
        5 => new PlannedRequest("UpdateTimeToLive", $$"""{"TableName": "{{Table}}", "TimeToLiveSpecification": {"Enabled": {{(random.Next(2) == 0 ? "true" : "false")}}, "AttributeName": "ttl"} }"""),
        _ => new PlannedRequest("UpdateTable", $$"""{"TableName": "{{Table}}", "DeletionProtectionEnabled": {{(random.Next(2) == 0 ? "true" : "false")}} }"""),
    };
}
