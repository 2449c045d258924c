using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Gateway.Api.Auth;
using Gateway.Api.Tests.Helpers;

namespace Gateway.Api.Tests.Auth;

/// <summary>The signatures of AWS's own SDK.</summary>
public sealed class SdkSignatureTests
{
    private static readonly AccessKey Key = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "123456789012");

    [Fact]
    public async Task What_the_SDK_signs_is_taken()
    {
        await using StubGateway gateway = await StubGateway.WhoAmIAsync(options => options with { Keys = [Key] });
        using AmazonDynamoDBClient client = Client(gateway, new BasicAWSCredentials(Key.Id, Key.Secret));

        ListTablesResponse answer = await client.ListTablesAsync(new ListTablesRequest { Limit = 3 }, TestContext.Current.CancellationToken);

        Assert.Equal(["123456789012", "ca-central-1"], answer.TableNames);
    }

    [Fact]
    public async Task A_session_of_the_SDK_is_taken()
    {
        await using StubGateway gateway = await StubGateway.WhoAmIAsync(options => options with { Keys = [Key with { SessionToken = "a/token+of=it" }] });
        using AmazonDynamoDBClient client = Client(gateway, new SessionAWSCredentials(Key.Id, Key.Secret, "a/token+of=it"));

        ListTablesResponse answer = await client.ListTablesAsync(TestContext.Current.CancellationToken);

        Assert.Equal("123456789012", answer.TableNames[0]);
    }

    [Fact]
    public async Task The_SDK_understands_the_refusal_of_a_wrong_secret()
    {
        await using StubGateway gateway = await StubGateway.WhoAmIAsync(options => options with { Keys = [Key] });
        using AmazonDynamoDBClient client = Client(gateway, new BasicAWSCredentials(Key.Id, "another secret"));

        AmazonDynamoDBException refusal = await Assert.ThrowsAsync<AmazonDynamoDBException>(() => client.ListTablesAsync(TestContext.Current.CancellationToken));

        Assert.Equal("InvalidSignatureException", refusal.ErrorCode);
        Assert.EndsWith("VV4KQNSO5AEMVJF66Q9ASUAAJG", refusal.RequestId, StringComparison.Ordinal);
    }

    private static AmazonDynamoDBClient Client(StubGateway gateway, AWSCredentials credentials) => new(
        credentials,
        new AmazonDynamoDBConfig { ServiceURL = gateway.Endpoint.ToString(), AuthenticationRegion = "ca-central-1", MaxErrorRetry = 0 });
}
