using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Api.Admin;
using Gateway.Api.Cluster;
using Gateway.Api.Options;
using Gateway.Api.Telemetry;
using Gateway.Storage;
using Gateway.Storage.Keys;
using Gateway.Storage.RocksDb;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Tests.Cluster;

/// <summary>Whole PoPs, two of them copies of one machine under one name: both write, and after what docs/replication.md tells the operator to do all of it is everywhere (ADR 43).</summary>
public sealed class SecondMachineTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string folder = Directory.CreateTempSubdirectory("edge-").FullName;
    private int starts;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Both_go_on_one_is_linked_and_what_both_acknowledged_is_everywhere_in_the_end()
    {
        Pop central = await StartAsync("one");
        Pop first = await StartAsync("two", (await AddAsync(new AddPop { Name = "two" })).Token);
        await RunAsync(central, "CreateTable", """{"TableName":"carts","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],"KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]}""");
        await UntilAsync(async () => (await AskAsync(first, "DescribeTable", """{"TableName":"carts"}""")).Status == 200);
        await AddAsync(central, "a", 1);
        await UntilAsync(async () => await CountAsync(first, "a") == "1" && await AddAsync(first, "a", 2) == 200);
        await UntilAsync(async () => await CountAsync(central, "a") == "3");
        await first.DisposeAsync();
        CloneMachine("two", "copy");
        first = await StartAsync("two");
        Pop copy = await StartAsync("copy");

        // Both take writes; one of them is linked, and the central PoP says that there are two.
        Assert.Equal(200, await AddAsync(first, "a", 4));
        Assert.Equal(200, await AddAsync(first, "b", 8));
        Assert.Equal(200, await AddAsync(copy, "a", 16));
        Assert.Equal(200, await AddAsync(copy, "c", 32));
        await UntilAsync(async () => await CountAsync(central, "b") == "8");
        await UntilAsync(async () => (await StatusAsync("one")).Contains("two machines bear the name two", StringComparison.Ordinal));
        await UntilAsync(async () => (await StatusAsync("copy")).Contains("Another machine is linked with pop-1 as two", StringComparison.Ordinal));
        Assert.Equal("19", await CountAsync(copy, "a"));
        Assert.Equal(200, await AddAsync(first, "a", 64));
        Assert.Equal(200, await AddAsync(copy, "c", 128));

        // The operator stops the one that is linked: the other comes in by itself, with what it wrote.
        await UntilAsync(async () => await CountAsync(central, "a") == "71");
        await first.DisposeAsync();
        await UntilAsync(async () => await CountAsync(central, "a") == "87" && await CountAsync(central, "c") == "160");
        await UntilAsync(async () => await AddAsync(copy, "d", 256) == 200);
        await UntilAsync(async () => await CountAsync(central, "d") == "256" && await CountAsync(copy, "b") == "8");

        // And the other way round.
        await copy.DisposeAsync();
        first = await StartAsync("two");
        Assert.Equal(200, await AddAsync(first, "b", 512));
        await UntilAsync(async () => await CountAsync(central, "b") == "520");
        foreach ((string id, string total) in ((string, string)[])[("a", "87"), ("b", "520"), ("c", "160"), ("d", "256")])
        {
            await UntilAsync(async () => await CountAsync(first, id) == total && await CountAsync(central, id) == total);
        }

        await first.DisposeAsync();
        await central.DisposeAsync();
    }

    [Fact]
    public async Task A_folder_that_was_copied_takes_no_writes_while_the_other_one_is_linked()
    {
        Pop central = await StartAsync("one");
        Pop first = await StartAsync("two", (await AddAsync(new AddPop { Name = "two" })).Token);
        await RunAsync(central, "CreateTable", """{"TableName":"carts","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],"KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]}""");
        await UntilAsync(async () => (await AskAsync(first, "DescribeTable", """{"TableName":"carts"}""")).Status == 200 && await AddAsync(first, "a", 1) == 200);
        await UntilAsync(async () => await CountAsync(central, "a") == "1");
        await first.DisposeAsync();
        CopyFolder("two", "copy");
        first = await StartAsync("two");
        await UntilAsync(async () => await AddAsync(first, "a", 2) == 200);
        await UntilAsync(async () => await CountAsync(central, "a") == "3");
        Pop copy = await StartAsync("copy");

        Assert.Equal(500, await AddAsync(copy, "a", 4));
        await UntilAsync(async () => (await StatusAsync("copy")).Contains("Another machine is linked with pop-1 as two", StringComparison.Ordinal));
        Assert.Equal((500, 200), (await AddAsync(copy, "a", 8), await AddAsync(first, "a", 16)));
        await UntilAsync(async () => await CountAsync(central, "a") == "19");

        await first.DisposeAsync();
        await UntilAsync(async () => await AddAsync(copy, "a", 32) == 200);
        await UntilAsync(async () => await CountAsync(central, "a") == "51");
        await copy.DisposeAsync();
        await central.DisposeAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        while (!await isSo()) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
    }

    private static async Task<int> AddAsync(Pop pop, string id, int amount) =>
        (await AskAsync(pop, "UpdateItem", $$$"""{"TableName":"carts","Key":{"id":{"S":"{{{id}}}"} },"UpdateExpression":"ADD n :n","ExpressionAttributeValues":{":n":{"N":"{{{amount}}}"} } }""")).Status;

    private static async Task<string?> CountAsync(Pop pop, string id) =>
        (string?)(await AskAsync(pop, "GetItem", $$$"""{"TableName":"carts","Key":{"id":{"S":"{{{id}}}"} },"ConsistentRead":true}""")).Answer["Item"]?["n"]?["N"];

    private static async Task RunAsync(Pop pop, string operation, string json) => Assert.Equal(200, (await AskAsync(pop, operation, json)).Status);

    private static async Task<(int Status, JsonNode Answer)> AskAsync(Pop pop, string operation, string json)
    {
        using HttpClient client = new();
        using HttpRequestMessage request = new(HttpMethod.Post, pop.Endpoint) { Content = new StringContent(json, Encoding.UTF8, new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-amz-json-1.0")) };
        request.Headers.Add("X-Amz-Target", "DynamoDB_20120810." + operation);
        using HttpResponseMessage answer = await client.SendAsync(request, Token);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!);
    }

    private Task<Pop> StartAsync(string name, string? token = null) => Pop.StartAsync(
        new PopOptions { Port = 0, DataFolder = Path.Combine(folder, name), JoinToken = token }, TimeProvider.System, new Random(++starts), new LineLog(TextWriter.Null, LogLevel.Error), Token);

    /// <summary>A copy of the folder, which takes connections of other PoPs on another port of this machine.</summary>
    private void CopyFolder(string from, string to)
    {
        string source = Path.Combine(folder, from), target = Path.Combine(folder, to);
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        string about = Path.Combine(target, "cluster", "pop.json");
        JsonObject settings = JsonNode.Parse(File.ReadAllText(about))!.AsObject();
        string address = settings.First(member => member.Key.Equals("address", StringComparison.OrdinalIgnoreCase)).Key;
        settings[address] = "127.0.0.1:0";
        File.WriteAllText(about, settings.ToJsonString());
    }

    /// <summary>As <see cref="CopyFolder"/>, but as if the whole machine had been copied: the folder does not show it, only that the machine was started.</summary>
    private void CloneMachine(string from, string to)
    {
        CopyFolder(from, to);
        string target = Path.Combine(folder, to);
        using RocksDbStore store = RocksDbStore.Open(Path.Combine(target, "store"));
        FolderMark.Look(store, target);
        byte[] key = [(byte)KeySpace.Replica, (byte)'m'];
        string mark = Encoding.UTF8.GetString(store.Get(key)!);
        WriteBatch batch = new();
        batch.Put(key, Encoding.UTF8.GetBytes(mark.Split('\n')[0] + "\nanother start"));
        store.Write(batch);
        store.Sync();
    }

    private async Task<string> StatusAsync(string name)
    {
        using AdminClient client = new(Path.Combine(folder, name));
        StatusList status = await client.AskAsync(HttpMethod.Get, "/v1/status", null, AdminJson.Default.StatusList, Token);
        return string.Join('\n', status.Pops.SelectMany(pop => pop.Links).Select(link => link.Why));
    }

    private async Task<AddedPop> AddAsync(AddPop request)
    {
        using AdminClient client = new(Path.Combine(folder, "one"));
        return await client.AskAsync(HttpMethod.Post, "/v1/pops", JsonSerializer.SerializeToUtf8Bytes(request, AdminJson.Default.AddPop), AdminJson.Default.AddedPop, Token);
    }
}
