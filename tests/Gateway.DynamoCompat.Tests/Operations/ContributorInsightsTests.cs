using Gateway.DynamoCompat.Tests.Faces;
using static Gateway.DynamoCompat.Tests.Operations.Parts;

namespace Gateway.DynamoCompat.Tests.Operations;

/// <summary>Contributor insights are kept and shown. Source: answers observed at DynamoDB, October 2026.</summary>
public sealed class ContributorInsightsTests
{
    [Fact]
    public async Task They_are_switched_on_and_off()
    {
        await using FaceUnderTest face = await Face();
        Assert.Equal("""{"TableName":"t-1","ContributorInsightsStatus":"DISABLED"}""", await Describe(face));
        Assert.Equal("""{"TableName":"t-1","ContributorInsightsStatus":"DISABLED"}""", await Update(face, "DISABLE"));

        Assert.Equal("""{"TableName":"t-1","ContributorInsightsStatus":"ENABLING","ContributorInsightsMode":"ACCESSED_AND_THROTTLED_KEYS"}""", await Update(face, "ENABLE"));
        Assert.Equal("""{"TableName":"t-1","ContributorInsightsStatus":"ENABLED","ContributorInsightsMode":"ACCESSED_AND_THROTTLED_KEYS"}""", await Update(face, "ENABLE"));
        Assert.Equal(
            """{"TableName":"t-1","ContributorInsightsRuleList":["DynamoDBContributorInsights-PKC-t-1-1767225600000","DynamoDBContributorInsights-SKC-t-1-1767225600000","DynamoDBContributorInsights-PKT-t-1-1767225600000","DynamoDBContributorInsights-SKT-t-1-1767225600000"],"ContributorInsightsStatus":"ENABLED","LastUpdateDateTime":1767225600,"ContributorInsightsMode":"ACCESSED_AND_THROTTLED_KEYS"}""",
            await Describe(face));

        Assert.Equal("""{"TableName":"t-1","ContributorInsightsStatus":"DISABLING","ContributorInsightsMode":"ACCESSED_AND_THROTTLED_KEYS"}""", await Update(face, "DISABLE"));
        Assert.Equal("""{"TableName":"t-1","ContributorInsightsStatus":"DISABLED","LastUpdateDateTime":1767225600,"ContributorInsightsMode":"ACCESSED_AND_THROTTLED_KEYS"}""", await Describe(face));
    }

    [Fact]
    public async Task Of_an_index_they_are_its_own()
    {
        await using FaceUnderTest face = await Face();
        Assert.Equal("""{"TableName":"t-1","IndexName":"g-1","ContributorInsightsStatus":"ENABLING","ContributorInsightsMode":"THROTTLED_KEYS"}""", await Update(face, "ENABLE", ", 'IndexName': 'g-1', 'ContributorInsightsMode': 'THROTTLED_KEYS'"));
        Assert.Equal(
            """{"TableName":"t-1","IndexName":"g-1","ContributorInsightsRuleList":["DynamoDBContributorInsights-PKT-t-1-g-1-1767225600000"],"ContributorInsightsStatus":"ENABLED","LastUpdateDateTime":1767225600,"ContributorInsightsMode":"THROTTLED_KEYS"}""",
            await Describe(face, ", 'IndexName': 'g-1'"));
        Assert.Equal("ResourceNotFoundException: Requested resource not found: Index: g-2 not found for table: t-1", await face.RefusedAsync("DescribeContributorInsights", Body("t-1", "'IndexName': 'g-2'")));
        Assert.Equal("ResourceNotFoundException: Requested resource not found: Index: g-2 not found for table: t-1", await face.RefusedAsync("UpdateContributorInsights", Body("t-1", "'IndexName': 'g-2'", "'ContributorInsightsAction': 'ENABLE'")));
        Assert.Equal("ResourceNotFoundException: Requested resource not found: Table: nothing not found", await face.RefusedAsync("DescribeContributorInsights", Body("nothing")));
    }

    [Fact]
    public async Task What_is_on_is_listed()
    {
        await using FaceUnderTest face = await Face();
        Assert.Equal("""{"ContributorInsightsSummaries":[]}""", await List(face, "{}"));
        await Update(face, "ENABLE", ", 'IndexName': 'g-1'");
        await Update(face, "ENABLE");
        await face.RestartAsync(isPowerCut: true);

        const string first = """{"TableName":"t-1","ContributorInsightsStatus":"ENABLED","ContributorInsightsMode":"ACCESSED_AND_THROTTLED_KEYS"}""";
        const string second = """{"TableName":"t-1","IndexName":"g-1","ContributorInsightsStatus":"ENABLED","ContributorInsightsMode":"ACCESSED_AND_THROTTLED_KEYS"}""";
        Assert.Equal($$"""{"ContributorInsightsSummaries":[{{first}},{{second}}]}""", await List(face, "{}"));
        Assert.Equal($$"""{"ContributorInsightsSummaries":[{{first}}],"NextToken":"1"}""", await List(face, "{'MaxResults': 1}"));
        Assert.Equal($$"""{"ContributorInsightsSummaries":[{{second}}]}""", await List(face, "{'TableName': 't-1', 'NextToken': '1'}"));
    }

    private static async Task<string> Update(FaceUnderTest face, string action, string more = "") => (await face.RunAsync("UpdateContributorInsights", $"{{'TableName': 't-1', 'ContributorInsightsAction': '{action}'{more}}}")).ToJsonString();

    private static async Task<string> Describe(FaceUnderTest face, string more = "") => (await face.RunAsync("DescribeContributorInsights", $"{{'TableName': 't-1'{more}}}")).ToJsonString();

    private static async Task<string> List(FaceUnderTest face, string body) => (await face.RunAsync("ListContributorInsights", body)).ToJsonString();

    private static async Task<FaceUnderTest> Face()
    {
        FaceUnderTest face = new();
        await face.RunAsync("CreateTable", Body("t-1", Attributes("a S", "b S"), Key("a HASH", "b RANGE"), OnDemand, Globals(Index("g-1", Key("b HASH"), KeysOnly))));
        return face;
    }
}
