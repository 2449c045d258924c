using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Gateway.Api.Auth;
using Gateway.Testing.Gateways;

namespace Gateway.Api.Tests;

/// <summary>From AWS's SDK down to the store, and back.</summary>
public sealed class WholeGatewayTests
{
    private static readonly AccessKey First = new("AKIDFIRST", "the-secret-of-the-first", "111111111111");
    private static readonly AccessKey Second = new("AKIDSECOND", "the-secret-of-the-second", "222222222222");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_item_comes_back_as_it_was_put()
    {
        await using GatewayUnderTest gateway = await GatewayUnderTest.StartAsync();
        using AmazonDynamoDBClient client = Client(gateway, First);
        await CreateTableAsync(client, "things");
        Dictionary<string, AttributeValue> item = new() { ["pk"] = new AttributeValue("a"), ["n"] = new AttributeValue { N = "17" }, ["text"] = new AttributeValue(new string('ü', 10_000)) };

        await client.PutItemAsync("things", item, Token);
        GetItemResponse answer = await client.GetItemAsync("things", new Dictionary<string, AttributeValue> { ["pk"] = new("a") }, true, Token);

        Assert.Equal(["n", "pk", "text"], answer.Item.Keys.Order());
        Assert.Equal(("17", new string('ü', 10_000)), (answer.Item["n"].N, answer.Item["text"].S));
    }

    [Fact]
    public async Task Accounts_and_regions_do_not_see_each_others_tables()
    {
        await using GatewayUnderTest gateway = await GatewayUnderTest.StartAsync(options => options with { Keys = [First, Second] });
        using AmazonDynamoDBClient first = Client(gateway, First);
        using AmazonDynamoDBClient second = Client(gateway, Second);
        using AmazonDynamoDBClient elsewhere = Client(gateway, First, "ap-south-1");
        await CreateTableAsync(first, "mine");
        await CreateTableAsync(second, "yours");

        Assert.Equal(["mine"], (await first.ListTablesAsync(Token)).TableNames);
        Assert.Equal(["yours"], (await second.ListTablesAsync(Token)).TableNames);
        Assert.Empty((await elsewhere.ListTablesAsync(Token)).TableNames ?? []);
        Assert.Equal("arn:aws:dynamodb:eu-west-1:222222222222:table/yours", (await second.DescribeTableAsync("yours", Token)).Table.TableArn);
        await Assert.ThrowsAsync<ResourceNotFoundException>(() => second.DescribeTableAsync("mine", Token));
    }

    private static AmazonDynamoDBClient Client(GatewayUnderTest gateway, AccessKey key, string region = "eu-west-1") =>
        new(new BasicAWSCredentials(key.Id, key.Secret), new AmazonDynamoDBConfig { ServiceURL = gateway.Endpoint.ToString(), AuthenticationRegion = region, MaxErrorRetry = 0 });

    private static Task<CreateTableResponse> CreateTableAsync(AmazonDynamoDBClient client, string name) => client.CreateTableAsync(
        new CreateTableRequest
        {
            TableName = name,
            AttributeDefinitions = [new AttributeDefinition("pk", ScalarAttributeType.S)],
            KeySchema = [new KeySchemaElement("pk", KeyType.HASH)],
            BillingMode = BillingMode.PAY_PER_REQUEST,
        },
        Token);
}
