using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Control;

/// <summary>Tags and time to live.</summary>
public sealed class TagTests(PlainTable table, TextTable expiring) : IClassFixture<PlainTable>, IClassFixture<TextTable>
{
    [Fact]
    public async Task Tags_are_added_changed_and_removed()
    {
        string arn = table.Description.TableArn;

        await table.Dynamo.TagResourceAsync(new TagResourceRequest { ResourceArn = arn, Tags = [new() { Key = "a", Value = "1" }, new() { Key = "b", Value = "" }] });
        await table.Dynamo.TagResourceAsync(new TagResourceRequest { ResourceArn = arn, Tags = [new() { Key = "a", Value = "2" }] });
        Assert.Equal("a=2 b=", await TagsAsync(arn, "a=2 b="));

        await table.Dynamo.UntagResourceAsync(new UntagResourceRequest { ResourceArn = arn, TagKeys = ["a", "zzz"] });
        Assert.Equal("b=", await TagsAsync(arn, "b="));
    }

    [Fact]
    public async Task A_table_may_be_created_with_tags()
    {
        string name = table.Service.NextTableName();
        TableDescription made = await table.Service.CreateAsync(new CreateTableRequest
        {
            TableName = name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = [new("pk", KeyType.HASH)],
            AttributeDefinitions = [new("pk", ScalarAttributeType.S)],
            Tags = [new() { Key = "owner", Value = "me" }],
        });

        Assert.Equal("owner=me", await TagsAsync(made.TableArn, "owner=me"));
    }

    [Theory]
    [InlineData("TagResource", """{"ResourceArn":"@ARN","Tags":[]}""", "ValidationException: Atleast one Tag needs to be provided as Input.", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("UntagResource", """{"ResourceArn":"@ARN","TagKeys":[]}""", "ValidationException: Atleast one Tag Key needs to be provided as Input.", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("TagResource", """{"ResourceArn":"@ARN-absent","Tags":[{"Key":"a","Value":"1"}]}""", "ResourceNotFoundException: Requested resource not found: ResourcArn: @ARN-absent not found")]
    [InlineData("TagResource", """{"ResourceArn":"@ARN","Tags":[{"Key":"aws:x","Value":"1"}]}""", "ValidationException: Tag Key cannot be prefixed with aws:, Key: aws:x", Traits = new[] { "Certainty", "Guess" })]
    public async Task Faulty_requests_are_refused(string operation, string json, string refusal)
    {
        string arn = table.Description.TableArn;

        Assert.Equal(refusal.Replace("@ARN", arn, StringComparison.Ordinal), (await table.CallAsync(operation, json.Replace("@ARN", arn, StringComparison.Ordinal))).Outcome);
    }

    [Fact]
    public async Task Time_to_live_is_off_then_on()
    {
        Assert.Equal("""{"TimeToLiveDescription":{"TimeToLiveStatus":"DISABLED"}}""", (await expiring.CallAsync("DescribeTimeToLive", """{"TableName":"@T"}""")).SortedBody);

        RawAnswer on = await expiring.CallAsync("UpdateTimeToLive", """{"TableName":"@T","TimeToLiveSpecification":{"Enabled":true,"AttributeName":"ends"}}""");
        string described = await ServiceUnderTest.UntilAsync(async () => (await expiring.CallAsync("DescribeTimeToLive", """{"TableName":"@T"}""")).SortedBody, body => body.Contains("ENABLED", StringComparison.Ordinal));

        Assert.Equal("""{"TimeToLiveSpecification":{"AttributeName":"ends","Enabled":true}}""", on.SortedBody);
        Assert.Equal("""{"TimeToLiveDescription":{"AttributeName":"ends","TimeToLiveStatus":"ENABLED"}}""", described);
        Assert.Equal("ValidationException: TimeToLive is already enabled", await expiring.OutcomeAsync("UpdateTimeToLive", """{"TableName":"@T","TimeToLiveSpecification":{"Enabled":true,"AttributeName":"ends"}}"""));
        Assert.StartsWith("ValidationException: TimeToLive is active on a different AttributeName: current AttributeName is ends", await expiring.OutcomeAsync("UpdateTimeToLive", """{"TableName":"@T","TimeToLiveSpecification":{"Enabled":true,"AttributeName":"other"}}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_to_live_that_is_off_cannot_be_switched_off() =>
        Assert.Equal("ValidationException: TimeToLive is already disabled", await table.OutcomeAsync("UpdateTimeToLive", """{"TableName":"@T","TimeToLiveSpecification":{"Enabled":false,"AttributeName":"ends"}}"""));

    [Theory]
    [InlineData("DescribeTimeToLive", """{"TableName":"no-such-table-here"}""")]
    [InlineData("UpdateTimeToLive", """{"TableName":"no-such-table-here","TimeToLiveSpecification":{"Enabled":true,"AttributeName":"ends"}}""")]
    public async Task A_missing_table_is_named(string operation, string json) => Assert.Equal("ResourceNotFoundException: Requested resource not found: Table: no-such-table-here not found", await table.OutcomeAsync(operation, json));

    private Task<string> TagsAsync(string arn, string wanted) => table.Service.SoonAsync(
        async () => string.Join(' ', ((await table.Dynamo.ListTagsOfResourceAsync(new ListTagsOfResourceRequest { ResourceArn = arn })).Tags ?? []).Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal)),
        found => found == wanted);
}
