using System.Text.Json;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Control;

/// <summary>What tools ask on every refresh, and what is not offered.</summary>
public sealed class SettingTests(PlainTable table, TextTable other) : IClassFixture<PlainTable>, IClassFixture<TextTable>
{
    [Fact]
    public async Task Limits_are_those_of_an_account()
    {
        using JsonDocument json = (await table.CallAsync("DescribeLimits", "{}")).Json();

        Assert.Equal(["AccountMaxReadCapacityUnits", "AccountMaxWriteCapacityUnits", "TableMaxReadCapacityUnits", "TableMaxWriteCapacityUnits"], json.RootElement.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.True(json.RootElement.GetProperty("TableMaxReadCapacityUnits").GetInt64() >= 40_000);
    }

    [Fact]
    public async Task Endpoints_name_an_address()
    {
        using JsonDocument json = (await table.CallAsync("DescribeEndpoints", "{}")).Json();

        JsonElement endpoint = Assert.Single(json.RootElement.GetProperty("Endpoints").EnumerateArray());
        Assert.Equal(["Address", "CachePeriodInMinutes"], endpoint.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(1440, endpoint.GetProperty("CachePeriodInMinutes").GetInt64());
    }

    [Fact]
    public async Task Contributor_insights_are_off_then_on()
    {
        using JsonDocument off = (await table.CallAsync("DescribeContributorInsights", """{"TableName":"@T"}""")).Json();
        RawAnswer on = await table.CallAsync("UpdateContributorInsights", """{"TableName":"@T","ContributorInsightsAction":"ENABLE"}""");
        string status = await ServiceUnderTest.UntilAsync(StatusAsync, found => found == "ENABLED");

        Assert.Equal(("DISABLED", table.Name), (off.RootElement.GetProperty("ContributorInsightsStatus").GetString(), off.RootElement.GetProperty("TableName").GetString()));
        Assert.Equal(200, on.Status);
        Assert.Equal("ENABLED", status);

        async Task<string> StatusAsync()
        {
            using JsonDocument json = (await table.CallAsync("DescribeContributorInsights", """{"TableName":"@T"}""")).Json();
            return json.RootElement.GetProperty("ContributorInsightsStatus").GetString()!;
        }
    }

    [Fact]
    public async Task Streaming_destinations_are_none_at_first() =>
        Assert.Equal("""{"KinesisDataStreamDestinations":[],"TableName":"@T"}""", other.WithoutName((await other.CallAsync("DescribeKinesisStreamingDestination", """{"TableName":"@T"}""")).SortedBody));

    [Fact]
    public async Task A_streaming_destination_is_switched_on_and_off()
    {
        Assert.SkipWhen(table.Service.IsAws, "needs a Kinesis stream");
        string body = """{"TableName":"@T","StreamArn":"arn:aws:kinesis:us-east-1:000000000000:stream/to-somewhere"}""";

        RawAnswer on = await table.CallAsync("EnableKinesisStreamingDestination", body);
        string described = await ServiceUnderTest.UntilAsync(DescribeAsync, found => found.Contains("ACTIVE", StringComparison.Ordinal));
        RawAnswer update = await table.CallAsync("UpdateKinesisStreamingDestination", body[..^1] + ""","UpdateKinesisStreamingConfiguration":{"ApproximateCreationDateTimePrecision":"MICROSECOND"}}""");
        RawAnswer off = await table.CallAsync("DisableKinesisStreamingDestination", body);

        Assert.Equal(("ENABLING", "UPDATING", "DISABLING"), (Status(on), Status(update), Status(off)));
        Assert.Contains(""""DestinationStatus":"ACTIVE""""[1..], described, StringComparison.Ordinal);

        async Task<string> DescribeAsync() => (await table.CallAsync("DescribeKinesisStreamingDestination", """{"TableName":"@T"}""")).SortedBody;
        static string Status(RawAnswer answer)
        {
            using JsonDocument json = answer.Json();
            return json.RootElement.TryGetProperty("DestinationStatus", out JsonElement status) ? status.GetString()! : answer.Outcome;
        }
    }

    [Fact]
    public async Task A_resource_policy_is_kept_until_it_is_deleted()
    {
        string arn = table.Description.TableArn;
        string policy = JsonSerializer.Serialize($$$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"{{{arn.Split(':')[4]}}}"},"Action":"dynamodb:GetItem","Resource":"{{{arn}}}"}]}""");

        Assert.StartsWith($"PolicyNotFoundException: Resource-based policy not found for the provided ResourceArn: ", (await table.CallAsync("GetResourcePolicy", $$"""{"ResourceArn":"{{arn}}"}""")).Outcome, StringComparison.Ordinal);
        RawAnswer put = await table.CallAsync("PutResourcePolicy", $$"""{"ResourceArn":"{{arn}}","Policy":{{policy}}}""");
        RawAnswer get = await table.CallAsync("GetResourcePolicy", $$"""{"ResourceArn":"{{arn}}"}""");
        RawAnswer delete = await table.CallAsync("DeleteResourcePolicy", $$"""{"ResourceArn":"{{arn}}"}""");

        Assert.Equal((200, 200, 200), (put.Status, get.Status, delete.Status));
        using JsonDocument kept = get.Json();
        using JsonDocument made = put.Json();
        Assert.Equal(made.RootElement.GetProperty("RevisionId").GetString(), kept.RootElement.GetProperty("RevisionId").GetString());
        Assert.Contains("dynamodb:GetItem", kept.RootElement.GetProperty("Policy").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DescribeGlobalTable", """{"GlobalTableName":"absent-table"}""", "GlobalTableNotFoundException: Global table with name: 'absent-table' does not exist.", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("DescribeGlobalTableSettings", """{"GlobalTableName":"absent-table"}""", "GlobalTableNotFoundException: Global table with name: 'absent-table' does not exist.", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("ListGlobalTables", "{}", "200")]
    [InlineData("ListExports", "{}", "200")]
    [InlineData("ListImports", "{}", "200")]
    [InlineData("ListBackups", "{}", "200")]
    [InlineData("ListContributorInsights", "{}", "200")]
    public async Task Lists_answer_and_what_is_absent_is_not_found(string operation, string json, string outcome) => Assert.Equal(outcome, await table.OutcomeAsync(operation, json));

    [Theory]
    [InlineData("CreateGlobalTable", """{"GlobalTableName":"abc-absent","ReplicationGroup":[{"RegionName":"us-east-1"}]}""")]
    [InlineData("UpdateGlobalTable", """{"GlobalTableName":"abc-absent","ReplicaUpdates":[]}""")]
    [InlineData("ExportTableToPointInTime", """{"TableArn":"arn:aws:dynamodb:us-east-1:000000000000:table/absent-table","S3Bucket":"bucket"}""")]
    [InlineData("ImportTable", """{"S3BucketSource":{"S3Bucket":"bucket"},"InputFormat":"DYNAMODB_JSON","TableCreationParameters":{"TableName":"absent-table","AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"}],"KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST"}}""")]
    [InlineData("UpdateGlobalTableSettings", """{"GlobalTableName":"abc-absent"}""")]
    [InlineData("UpdateTableReplicaAutoScaling", """{"TableName":"absent-table"}""")]
    [InlineData("SearchVectors", """{"TableName":"absent-table","IndexName":"absent"}""")]
    [InlineData("DescribeExport", """{"ExportArn":"arn:aws:dynamodb:us-east-1:000000000000:table/absent-table/export/01234567890123-01234567"}""")]
    [InlineData("DescribeImport", """{"ImportArn":"arn:aws:dynamodb:us-east-1:000000000000:table/absent-table/import/01234567890123-01234567"}""")]
    [InlineData("DescribeTableReplicaAutoScaling", """{"TableName":"absent-table"}""")]
    [InlineData("EnableKinesisStreamingDestination", """{"TableName":"absent-table","StreamArn":"arn:aws:kinesis:us-east-1:000000000000:stream/absent-stream"}""")]
    public async Task What_cannot_be_done_answers_with_an_error_of_the_model(string operation, string json)
    {
        RawAnswer answer = await table.CallAsync(operation, json);

        Assert.Equal(400, answer.Status);
        Assert.Matches("^(ValidationException|AccessDeniedException|ResourceNotFoundException|TableNotFoundException|GlobalTableNotFoundException|ExportNotFoundException|ImportNotFoundException|InvalidExportTimeException|PointInTimeRecoveryUnavailableException)$", answer.Error);
    }
}
