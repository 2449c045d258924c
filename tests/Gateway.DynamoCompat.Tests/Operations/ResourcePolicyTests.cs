using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Faces;
using static Gateway.DynamoCompat.Tests.Operations.Parts;

namespace Gateway.DynamoCompat.Tests.Operations;

/// <summary>Policies are kept and shown, with revisions. Source: doc API_PutResourcePolicy; messages observed at DynamoDB, October 2026.</summary>
public sealed class ResourcePolicyTests
{
    private const string Arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/t-1";
    private const string Invalid = "ValidationException: One or more parameter values were invalid: ";
    private const string None = "PolicyNotFoundException: Resource-based policy not found for the provided ResourceArn: ";
    private const string Policy = """{"Statement":{"Action":["dynamodb:GetItem"],"Effect":"Allow","Principal":{"AWS":["111111111111"]},"Resource":"*"},"Version":"2012-10-17"}""";

    public static TheoryData<string, string> Resources => new()
    {
        { "t-1", Invalid + "ARNs must start with 'arn:': t-1" },
        { "arn:aws:s3:::bucket", Invalid + "Provided Arn is not a DynamoDB resource arn: arn:aws:s3:::bucket" },
        { Arn + "/index/g-1", Invalid + $"Invalid resource arn provided, only table or stream is accepted. Provided resource arn: {Arn}/index/g-1" },
        { "arn:aws:dynamodb:eu-west-1:210987654321:table/t-1", "ValidationException: This action is only supported by accounts that match the resource owner\u2019s account." },
        { "arn:aws:dynamodb:us-east-1:123456789012:table/t-1", Invalid + "Invalid resource Arn: arn:aws:dynamodb:us-east-1:123456789012:table/t-1" },
        { Arn + "2", "ResourceNotFoundException: Requested resource not found: Table: t-12 not found" },
        { Arn + "/stream/2020-01-01T00:00:00.000", "ResourceNotFoundException: Requested resource not found: Stream: 2020-01-01T00:00:00.000 not found for Table: t-1" },
    };

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_resource_is_refused(string arn, string refusal)
    {
        await using FaceUnderTest face = await Face();

        Assert.Equal(refusal, await face.RefusedAsync("PutResourcePolicy", Put(Policy, arn: arn)));
        Assert.Equal(refusal, await face.RefusedAsync("GetResourcePolicy", Of(arn)));
        Assert.Equal(refusal, await face.RefusedAsync("DeleteResourcePolicy", Of(arn)));
    }

    [Fact]
    public async Task A_policy_comes_and_goes()
    {
        await using FaceUnderTest face = await Face();
        Assert.Equal(None + Arn, await face.RefusedAsync("GetResourcePolicy", Of(Arn)));
        Assert.Equal("{}", (await face.RunAsync("DeleteResourcePolicy", Of(Arn))).ToJsonString());

        Assert.Equal("""{"RevisionId":"1767225600000"}""", (await face.RunAsync("PutResourcePolicy", Put(Policy))).ToJsonString());
        await face.RestartAsync(isPowerCut: true);
        JsonObject answer = await face.RunAsync("GetResourcePolicy", Of(Arn));
        Assert.Equal("1767225600000", (string)answer["RevisionId"]!);
        Assert.Equal("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["111111111111"]},"Action":"dynamodb:GetItem","Resource":"*"}]}""", (string)answer["Policy"]!);

        face.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("""{"RevisionId":"1767225600000"}""", (await face.RunAsync("PutResourcePolicy", Put((string)answer["Policy"]!))).ToJsonString());
        Assert.Equal("""{"RevisionId":"1767225601000"}""", (await face.RunAsync("PutResourcePolicy", Put(Policy.Replace("GetItem", "PutItem", StringComparison.Ordinal)))).ToJsonString());
        Assert.Equal("""{"RevisionId":"1767225601000"}""", (await face.RunAsync("DeleteResourcePolicy", Of(Arn))).ToJsonString());
        Assert.Equal(None + Arn, await face.RefusedAsync("GetResourcePolicy", Of(Arn)));
    }

    [Fact]
    public async Task A_revision_that_is_not_there_is_refused()
    {
        await using FaceUnderTest face = await Face();
        await face.RunAsync("PutResourcePolicy", Put(Policy, "NO_POLICY"));

        Assert.Equal(None + "Requested policy update expecting none to be present for table t-1, but a policy exists with revision id 1767225600000.", await face.RefusedAsync("PutResourcePolicy", Put(Policy, "NO_POLICY")));
        Assert.Equal(None + "Requested update for policy with revision id 1, but the policy associated to target table t-1 has revision id 1767225600000.", await face.RefusedAsync("PutResourcePolicy", Put(Policy, "1")));
        Assert.Equal(None + "Requested update for policy with revision id 1, but the policy associated to target table t-1 has revision id 1767225600000.", await face.RefusedAsync("DeleteResourcePolicy", Of(Arn, "1")));
        await face.RunAsync("DeleteResourcePolicy", Of(Arn, "1767225600000"));
        Assert.Equal(None + "Requested update for policy with revision id 1, but table t-1 has no associated policy.", await face.RefusedAsync("PutResourcePolicy", Put(Policy, "1")));
    }

    [Fact]
    public async Task A_stream_has_a_policy_of_its_own()
    {
        await using FaceUnderTest face = await Face();
        const string stream = Arn + "/stream/2026-01-01T00:00:00.000";
        await face.RunAsync("PutResourcePolicy", Put(Policy, arn: stream));

        Assert.Equal("1767225600000", (string)(await face.RunAsync("GetResourcePolicy", Of(stream)))["RevisionId"]!);
        Assert.Equal(None + Arn, await face.RefusedAsync("GetResourcePolicy", Of(Arn)));
    }

    [Fact]
    public async Task A_policy_that_is_none_is_refused()
    {
        await using FaceUnderTest face = await Face();

        Assert.Equal(Invalid + "Invalid policy document: This policy contains invalid Json", await face.RefusedAsync("PutResourcePolicy", Put("{")));
        Assert.Equal(Invalid + "Invalid policy document: This policy contains invalid Json", await face.RefusedAsync("PutResourcePolicy", Put("[]")));
        Assert.Equal(Invalid + "Invalid policy document: This policy contains invalid Json", await face.RefusedAsync("PutResourcePolicy", Put("""{"Statement":[1]}""")));
        Assert.Equal(Invalid + "Maximum policy size of 20480 bytes exceeded", await face.RefusedAsync("PutResourcePolicy", Put($$"""{"Id":"{{new string('x', 20480)}}"}""")));
    }

    private static string Put(string policy, string? revision = null, string arn = Arn) => new JsonObject
    {
        ["ResourceArn"] = arn,
        ["Policy"] = policy,
        ["ExpectedRevisionId"] = revision,
    }.ToJsonString();

    private static string Of(string arn, string? revision = null) => JsonSerializer.Serialize(new { ResourceArn = arn, ExpectedRevisionId = revision });

    private static async Task<FaceUnderTest> Face()
    {
        FaceUnderTest face = new();
        await face.RunAsync("CreateTable", Body("t-1", Attributes("a S"), Key("a HASH"), OnDemand, "'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'NEW_IMAGE'}"));
        return face;
    }
}
