using System.Net;
using System.Text.Json.Nodes;
using static Gateway.Api.Tests.Cluster.PopsUnderTest;

namespace Gateway.Api.Tests.Cluster;

/// <summary>A PoP that starts while its disk is full: it reads, refuses writes, says so, and takes them once there is room, without another start.</summary>
public sealed class FullDiskStartTests : IDisposable
{
    private const string Put = """{"TableName":"items","Item":{"pk":{"S":"a"}}}""";
    private const string Get = """{"TableName":"items","Key":{"pk":{"S":"a"}}}""";
    private readonly PopsUnderTest pops;
    private long free = long.MaxValue;

    public FullDiskStartTests() => pops = new PopsUnderTest(options => options with { FreeBytes = () => Volatile.Read(ref free) });

    public void Dispose() => pops.Dispose();

    [Fact]
    public async Task One_that_is_alone_starts_reads_and_takes_writes_again_when_there_is_room()
    {
        await using (Pop first = await pops.StartAsync("one"))
        {
            await pops.CreateTableAsync(first, "items", "pk");
            await UntilAsync(async () => (await pops.DynamoAsync(first, "PutItem", Put)).Status == HttpStatusCode.OK);
        }

        Volatile.Write(ref free, 1 << 20);
        await using Pop again = await pops.StartAsync("one");
        await RefusesAsync(again);
        Volatile.Write(ref free, long.MaxValue);
        await UntilAsync(async () => (await pops.DynamoAsync(again, "PutItem", Put.Replace("\"a\"", "\"c\"", StringComparison.Ordinal))).Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_member_starts_reads_says_so_and_goes_on_when_there_is_room()
    {
        await using Pop one = await pops.StartAsync("one", more: options => options with { FreeBytes = () => long.MaxValue });
        await using (Pop two = await pops.StartAsync("two", await pops.TokenAsync()))
        {
            await pops.CreateTableAsync(one, "items", "pk");
            await UntilAsync(async () => (await pops.DynamoAsync(two, "PutItem", Put)).Status == HttpStatusCode.OK);
        }

        Volatile.Write(ref free, 1 << 20);
        await using Pop again = await pops.StartAsync("two");
        await RefusesAsync(again);
        Assert.True((await pops.StatusAsync("two")).IsDiskFull);
        Assert.False((await pops.StatusAsync("one")).IsDiskFull);
        await UntilAsync(async () => (await pops.DynamoAsync(one, "PutItem", Put.Replace("\"a\"", "\"b\"", StringComparison.Ordinal))).Status == HttpStatusCode.OK);

        Volatile.Write(ref free, long.MaxValue);
        await UntilAsync(async () => (await pops.DynamoAsync(again, "PutItem", Put.Replace("\"a\"", "\"c\"", StringComparison.Ordinal))).Status == HttpStatusCode.OK);
        await UntilAsync(async () => (await pops.DynamoAsync(again, "GetItem", Get.Replace("\"a\"", "\"b\"", StringComparison.Ordinal))).Body["Item"] is not null);
        Assert.False((await pops.StatusAsync("two")).IsDiskFull);
    }

    private async Task RefusesAsync(Pop pop)
    {
        (HttpStatusCode status, JsonNode answer) = await pops.DynamoAsync(pop, "GetItem", Get);
        Assert.True(status == HttpStatusCode.OK && answer["Item"] is not null, answer.ToJsonString());
        (status, answer) = await pops.DynamoAsync(pop, "PutItem", Put.Replace("\"a\"", "\"c\"", StringComparison.Ordinal));
        Assert.True(status == HttpStatusCode.InternalServerError, answer.ToJsonString());
    }
}
