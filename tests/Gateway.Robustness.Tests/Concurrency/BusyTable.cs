using System.Globalization;
using System.Text;
using Gateway.Robustness.Tests.Fuzzing;

namespace Gateway.Robustness.Tests.Concurrency;

/// <summary>Requests of many clients at few items of one table, and of an operator who changes the table under them.</summary>
internal sealed class BusyTable(Random random)
{
    public const string Name = "busy";

    public static readonly FuzzRequest Create = Request("CreateTable", $$$"""
        {"TableName":"{{{Name}}}","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"N"},{"AttributeName":"state","AttributeType":"S"},{"AttributeName":"score","AttributeType":"N"}],
         "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],
         "LocalSecondaryIndexes":[{"IndexName":"byScore","KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"score","KeyType":"RANGE"}],"Projection":{"ProjectionType":"KEYS_ONLY"}}],
         "GlobalSecondaryIndexes":[{"IndexName":"byState","KeySchema":[{"AttributeName":"state","KeyType":"HASH"},{"AttributeName":"score","KeyType":"RANGE"}],"Projection":{"ProjectionType":"ALL"}}],
         "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}}
        """);

    /// <summary>One request of a client.</summary>
    public FuzzRequest Next() => random.Next(20) switch
    {
        < 5 => Request("PutItem", $$"""{"TableName":"{{Name}}","Item":{{Item()}}}"""),
        < 7 => Request("DeleteItem", $$"""{"TableName":"{{Name}}","Key":{{Key()}}}"""),
        < 11 => Request("UpdateItem", $$"""{"TableName":"{{Name}}","Key":{{Key()}}{{Update()}}}"""),
        11 => Request("PutItem", $$$"""{"TableName":"{{{Name}}}","Item":{{{Item()}}},"ConditionExpression":"attribute_not_exists(pk) OR score < :s","ExpressionAttributeValues":{":s":{{{Number(6)}}}}}"""),
        < 14 => Request("TransactWriteItems", Transaction()),
        14 => Request("BatchWriteItem", $$$"""{"RequestItems":{"{{{Name}}}":[{"PutRequest":{"Item":{{{Item("w")}}}}},{"DeleteRequest":{"Key":{{{Key("x")}}}}}]}}"""),
        15 => Request("ExecuteStatement", $$"""{"Statement":"UPDATE {{Name}} SET note = '{{random.Next(9)}}' REMOVE tag WHERE pk = 'a{{random.Next(4)}}' AND sk = {{random.Next(6)}}"}"""),
        16 => Request("Query", $$$"""{"TableName":"{{{Name}}}","IndexName":"byState","KeyConditionExpression":"#s = :s","ExpressionAttributeNames":{"#s":"state"},"ExpressionAttributeValues":{":s":{{{State()}}}}}"""),
        17 => Request("Scan", $$"""{"TableName":"{{Name}}","Limit":{{random.Next(1, 40)}}}"""),
        18 => Request("TransactGetItems", $$$$"""{"TransactItems":[{"Get":{"TableName":"{{{{Name}}}}","Key":{{{{Key("a")}}}}}},{"Get":{"TableName":"{{{{Name}}}}","Key":{{{{Key("b")}}}}}}]}"""),
        _ => Request("GetItem", $$"""{"TableName":"{{Name}}","Key":{{Key()}},"ConsistentRead":true}"""),
    };

    /// <summary>One request of the operator.</summary>
    public FuzzRequest NextChange() => random.Next(9) switch
    {
        0 => Request("UpdateTable", $$$$"""{"TableName":"{{{{Name}}}}","AttributeDefinitions":[{"AttributeName":"tag","AttributeType":"S"}],"GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"byTag","KeySchema":[{"AttributeName":"tag","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}}]}"""),
        1 => Request("UpdateTable", $$$$"""{"TableName":"{{{{Name}}}}","GlobalSecondaryIndexUpdates":[{"Delete":{"IndexName":"byTag"}}]}"""),
        2 => Request("UpdateTable", $$$$"""{"TableName":"{{{{Name}}}}","AttributeDefinitions":[{"AttributeName":"state","AttributeType":"S"},{"AttributeName":"score","AttributeType":"N"}],"GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"byState","KeySchema":[{"AttributeName":"state","KeyType":"HASH"},{"AttributeName":"score","KeyType":"RANGE"}],"Projection":{"ProjectionType":"ALL"}}}]}"""),
        3 => Request("UpdateTable", $$$$"""{"TableName":"{{{{Name}}}}","GlobalSecondaryIndexUpdates":[{"Delete":{"IndexName":"byState"}}]}"""),
        4 => Request("UpdateTimeToLive", $$$"""{"TableName":"{{{Name}}}","TimeToLiveSpecification":{"Enabled":{{{(random.Next(2) == 0 ? "true" : "false")}}},"AttributeName":"expires"}}"""),
        5 => Request("UpdateTable", $$$"""{"TableName":"{{{Name}}}","StreamSpecification":{{{(random.Next(2) == 0 ? """{"StreamEnabled":false}""" : """{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}""")}}}}"""),
        6 => Request("CreateBackup", $$"""{"TableName":"{{Name}}","BackupName":"some"}"""),
        7 => Request("UpdateContinuousBackups", $$$"""{"TableName":"{{{Name}}}","PointInTimeRecoverySpecification":{"PointInTimeRecoveryEnabled":{{{(random.Next(3) > 0 ? "true" : "false")}}}}}"""),
        _ => new FuzzRequest(FuzzRequest.Wait, Encoding.ASCII.GetBytes((random.Next(1, 40) * 100).ToString(CultureInfo.InvariantCulture))),
    };

    private static FuzzRequest Request(string operation, string body) => new(operation, Encoding.UTF8.GetBytes(body));

    private string Transaction()
    {
        string first = $$$"""{"Put":{"TableName":"{{{Name}}}","Item":{{{Item("a")}}}}}""";
        string second = $$$"""{"Update":{"TableName":"{{{Name}}}","Key":{{{Key("b")}}}{{{Update()}}}}}""";
        string third = $$$"""{"Delete":{"TableName":"{{{Name}}}","Key":{{{Key("c")}}}}}""";
        return $$"""{"TransactItems":[{{first}},{{second}},{{third}}]}""";
    }

    private string Update() => random.Next(3) switch
    {
        0 => ""","UpdateExpression":"ADD score :one SET note = :n REMOVE tag","ExpressionAttributeValues":{":one":{"N":"1"},":n":{"S":"n"}}""",
        1 => $$$""","UpdateExpression":"SET #s = :s, tag = :t, expires = :e","ExpressionAttributeNames":{"#s":"state"},"ExpressionAttributeValues":{":s":{{{State()}}},":t":{{{State()}}},":e":{"N":"{{{Expiry()}}}"}}""",
        _ => $$$$""","UpdateExpression":"SET score = :n REMOVE #s","ExpressionAttributeNames":{"#s":"state"},"ExpressionAttributeValues":{":n":{{{{Number(9)}}}}}""",
    };

    private string Item(string? partition = null)
    {
        string state = random.Next(3) > 0 ? $""","state":{State()}""" : "", tag = random.Next(3) > 0 ? $""","tag":{State()}""" : "", expiry = random.Next(3) == 0 ? $$""","expires":{"N":"{{Expiry()}}"}""" : "";
        return $$"""{ {{Members(partition)}},"score":{{Number(9)}}{{state}}{{tag}}{{expiry}} }""";
    }

    private string Key(string? partition = null) => "{" + Members(partition) + "}";

    private string Members(string? partition) => $$""" "pk":{"S":"{{partition ?? "abcd"[random.Next(4)].ToString()}}{{random.Next(4)}}"},"sk":{{Number(6)}} """;

    private string State() => $$"""{"S":"{{"xyz"[random.Next(3)]}}"}""";

    private string Number(int max) => $$"""{"N":"{{random.Next(max)}}"}""";

    /// <summary>Seconds around the start of the clock of the tests: some are over soon.</summary>
    private long Expiry() => 1_767_225_600 + random.Next(20_000);
}
