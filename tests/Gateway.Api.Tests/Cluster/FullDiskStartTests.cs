using System.Net;
using System.Text;
using System.Text.Json;
using Gateway.Api.Admin;
using Gateway.Api.Options;
using Gateway.Api.Telemetry;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Tests.Cluster;

/// <summary>A PoP that starts while its disk is full: it reads, refuses writes, says so, and takes them once there is room, without another start.</summary>
public sealed class FullDiskStartTests : IDisposable
{
    private const string Table = """{"TableName":"items","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]}""";
    private const string Put = """{"TableName":"items","Item":{"pk":{"S":"a"}}}""";
    private const string Get = """{"TableName":"items","Key":{"pk":{"S":"a"}}}""";
    private readonly string folder = Directory.CreateTempSubdirectory("edge-").FullName;
    private readonly HttpClient client = new();
    private long free = long.MaxValue;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        client.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task One_that_is_alone_starts_reads_and_takes_writes_again_when_there_is_room()
    {
        await using (Pop first = await StartAsync("one"))
        {
            await CreateAsync(first);
            await UntilAsync(async () => (await AskAsync(first, "PutItem", Put)).Status == HttpStatusCode.OK);
        }

        Volatile.Write(ref free, 1 << 20);
        await using Pop again = await StartAsync("one");
        await RefusesAsync(again);
        Volatile.Write(ref free, long.MaxValue);
        await UntilAsync(async () => (await AskAsync(again, "PutItem", Put.Replace("\"a\"", "\"c\"", StringComparison.Ordinal))).Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_member_starts_reads_says_so_and_goes_on_when_there_is_room()
    {
        await using Pop one = await StartAsync("one", hasRoom: true);
        await using (Pop two = await StartAsync("two", await TokenAsync()))
        {
            await CreateAsync(one);
            await UntilAsync(async () => (await AskAsync(two, "PutItem", Put)).Status == HttpStatusCode.OK);
        }

        Volatile.Write(ref free, 1 << 20);
        await using Pop again = await StartAsync("two");
        await RefusesAsync(again);
        Assert.True((await StatusAsync("two")).IsDiskFull);
        Assert.False((await StatusAsync("one")).IsDiskFull);
        await UntilAsync(async () => (await AskAsync(one, "PutItem", Put.Replace("\"a\"", "\"b\"", StringComparison.Ordinal))).Status == HttpStatusCode.OK);

        Volatile.Write(ref free, long.MaxValue);
        await UntilAsync(async () => (await AskAsync(again, "PutItem", Put.Replace("\"a\"", "\"c\"", StringComparison.Ordinal))).Status == HttpStatusCode.OK);
        await UntilAsync(async () => (await AskAsync(again, "GetItem", Get.Replace("\"a\"", "\"b\"", StringComparison.Ordinal))).Text.Contains("Item", StringComparison.Ordinal));
        Assert.False((await StatusAsync("two")).IsDiskFull);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await isSo()) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
    }

    private async Task CreateAsync(Pop pop)
    {
        (HttpStatusCode status, string text) = await AskAsync(pop, "CreateTable", Table);
        Assert.True(status == HttpStatusCode.OK, text);
    }

    private async Task RefusesAsync(Pop pop)
    {
        (HttpStatusCode status, string text) = await AskAsync(pop, "GetItem", Get);
        Assert.True(status == HttpStatusCode.OK && text.Contains("Item", StringComparison.Ordinal), text);
        (status, text) = await AskAsync(pop, "PutItem", Put.Replace("\"a\"", "\"c\"", StringComparison.Ordinal));
        Assert.True(status == HttpStatusCode.InternalServerError, text);
    }

    /// <param name="name">The PoP.</param>
    /// <param name="token">To join with.</param>
    /// <param name="hasRoom">Its disk is never full.</param>
    private Task<Pop> StartAsync(string name, string? token = null, bool hasRoom = false) => Pop.StartAsync(
        new PopOptions { Port = 0, DataFolder = Path.Combine(folder, name), JoinToken = token, FreeBytes = () => hasRoom ? long.MaxValue : Volatile.Read(ref free) },
        TimeProvider.System, new Random(name.Length + name[0]), new LineLog(TextWriter.Null, LogLevel.Error), Token);

    private async Task<(HttpStatusCode Status, string Text)> AskAsync(Pop pop, string operation, string body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, pop.Endpoint) { Content = new StringContent(body, Encoding.UTF8) };
        request.Content.Headers.ContentType = new("application/x-amz-json-1.0");
        request.Headers.Add("X-Amz-Target", $"DynamoDB_20120810.{operation}");
        using HttpResponseMessage answer = await client.SendAsync(request, Token);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    private async Task<Gateway.Replication.Status.ReplicationStatus> StatusAsync(string name)
    {
        using AdminClient admin = new(Path.Combine(folder, name));
        return (await admin.AskAsync(HttpMethod.Get, "/v1/status", null, AdminJson.Default.StatusList, Token)).Pops[0];
    }

    private async Task<string> TokenAsync()
    {
        using AdminClient admin = new(Path.Combine(folder, "one"));
        return (await admin.AskAsync(HttpMethod.Post, "/v1/pops", JsonSerializer.SerializeToUtf8Bytes(new AddPop(), AdminJson.Default.AddPop), AdminJson.Default.AddedPop, Token)).Token;
    }
}
