using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Gateway.Testing.Gateways;

namespace Gateway.Clients.Tests;

/// <summary>Functions with AWS's SDKs that are called by what they write themselves: the SDK sends the chain of calls with each request, and the PoP ends it.</summary>
[Trait("Category", "Long")]
public sealed class LoopTests(FunctionPop pop) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly FunctionClient functions = new(pop.Address);
    private readonly AmazonDynamoDBClient tables = new(new BasicAWSCredentials("000000000000", "any"), new AmazonDynamoDBConfig { ServiceURL = pop.Address, AuthenticationRegion = "us-east-1" });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        functions.Dispose();
        tables.Dispose();
    }

    [Fact]
    public async Task A_function_with_the_sdk_for_JavaScript_is_stopped_after_sixteen_times_in_its_own_table()
    {
        await Programs.JavaScriptAsync();
        string name = $"{pop.Prefix}-loop-v3";
        string stream = await CreateTableAsync(name);
        await CreateAsync(name, "nodejs22.x", "loop-v3/index.mjs", table: name, limit: 60);
        await MapAsync(name, stream);

        await PutAsync(name, "a");

        Assert.Contains($"Recursive loop detected: 1 records of {stream} ", await LoopLineAsync(name), StringComparison.Ordinal);
        Assert.Equal(16, await CountAsync(name, "a"));

        await functions.AskAsync(HttpMethod.Put, $"/2024-08-31/functions/{name}/recursion-config", new JsonObject { ["RecursiveLoop"] = "Allow" });
        await PutAsync(name, "b");
        Assert.Equal(60, await CountAsync(name, "b", until: 60)); // as far as it goes by itself
        await EndAsync(name);
    }

    [Fact]
    public async Task Two_functions_with_boto3_that_call_each_other_through_two_tables_are_stopped_too()
    {
        await Programs.PythonAsync();
        string one = $"{pop.Prefix}-loop-one", two = $"{pop.Prefix}-loop-two";
        string first = await CreateTableAsync(one), second = await CreateTableAsync(two);
        await CreateAsync(one, "python3.12", "loop-boto3/index.py", table: two, limit: 80);
        await CreateAsync(two, "python3.12", "loop-boto3/index.py", table: one, limit: 80);
        await MapAsync(one, first);
        await MapAsync(two, second);

        await PutAsync(one, "a");

        Assert.Contains($"Recursive loop detected: 1 records of {first} ", await LoopLineAsync(one), StringComparison.Ordinal);
        Assert.Equal((32, 31), (await CountAsync(one, "a"), await CountAsync(two, "a"))); // each sixteen times, one after the other
        await EndAsync(one);
        await EndAsync(two);
    }

    private async Task<string> CreateTableAsync(string name)
    {
        CreateTableResponse made = await tables.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = name,
                AttributeDefinitions = [new AttributeDefinition("pk", ScalarAttributeType.S)],
                KeySchema = [new KeySchemaElement("pk", KeyType.HASH)],
                BillingMode = BillingMode.PAY_PER_REQUEST,
                StreamSpecification = new StreamSpecification { StreamEnabled = true, StreamViewType = StreamViewType.NEW_IMAGE },
            },
            Token);
        return made.TableDescription.LatestStreamArn;
    }

    private Task CreateAsync(string name, string runtime, string source, string table, int limit)
    {
        byte[] zip = FunctionClient.Zip([(Path.GetFileName(source), File.ReadAllBytes(Path.Combine(FunctionPop.Functions, source)))]);
        JsonObject variables = new() { ["TABLE"] = table, ["LIMIT"] = limit.ToString(CultureInfo.InvariantCulture) };
        return functions.CreateAsync(name, runtime, "index.handler", zip, new JsonObject { ["MemorySize"] = 512, ["Timeout"] = 60, ["Environment"] = new JsonObject { ["Variables"] = variables } });
    }

    private Task MapAsync(string name, string stream) =>
        functions.AskAsync(HttpMethod.Post, "/2015-03-31/event-source-mappings", new JsonObject { ["FunctionName"] = name, ["EventSourceArn"] = stream, ["StartingPosition"] = "TRIM_HORIZON" });

    private Task PutAsync(string table, string key) =>
        tables.PutItemAsync(table, new Dictionary<string, AttributeValue> { ["pk"] = new(key), ["n"] = new() { N = "0" } }, Token);

    /// <summary>What the function's log says of the loop, once it does.</summary>
    private async Task<string> LoopLineAsync(string name)
    {
        JsonObject ask = new() { ["logGroupName"] = $"/aws/lambda/{name}", ["logStreamNamePrefix"] = "recursive-loops" };
        for (long start = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(start) < Patience; await Task.Delay(Pause, TimeProvider.System, Token))
        {
            if ((await functions.LogsAsync("FilterLogEvents", ask))?["events"] is JsonArray { Count: > 0 } events) return events[0]!["message"]!.GetValue<string>();
        }

        Assert.Fail($"The log of {name} says nothing of a loop; its count is {await CountAsync(name, "a")}. {pop.LastWords}");
        return "";
    }

    /// <summary>The count of an item, at once or when it is as high as it is to be.</summary>
    private async Task<int> CountAsync(string table, string key, int until = 0)
    {
        int count = -1;
        for (long start = TimeProvider.System.GetTimestamp(); count < until && TimeProvider.System.GetElapsedTime(start) < Patience; await Task.Delay(Pause, TimeProvider.System, Token))
        {
            GetItemResponse found = await tables.GetItemAsync(table, new Dictionary<string, AttributeValue> { ["pk"] = new(key) }, true, Token);
            count = int.Parse(found.Item["n"].N, CultureInfo.InvariantCulture);
        }

        return count;
    }

    private async Task EndAsync(string name)
    {
        await functions.DeleteAsync(name);
        await tables.DeleteTableAsync(name, Token);
    }
}
