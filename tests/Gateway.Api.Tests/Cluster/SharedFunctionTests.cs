using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using Gateway.Api.Admin;
using static Gateway.Api.Tests.Cluster.PopsUnderTest;

namespace Gateway.Api.Tests.Cluster;

/// <summary>Functions of whole PoPs, over real links.</summary>
public sealed class SharedFunctionTests : IDisposable
{
    private const string Functions = "2015-03-31/functions";
    private readonly PopsUnderTest pops = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => pops.Dispose();

    [Fact]
    public async Task What_was_made_before_there_was_a_cluster_and_what_is_made_in_it_is_at_all_PoPs()
    {
        await using Pop one = await pops.StartAsync("one");
        await CreateAsync(one, "before", new byte[600_000]);
        await using Pop two = await pops.StartAsync("two", await pops.TokenAsync());

        JsonNode before = await ActiveAsync(two, "before");
        await CreateAsync(two, "after", [1, 2, 3]);
        JsonNode after = await ActiveAsync(one, "after");
        Assert.Equal(HttpStatusCode.NoContent, (await pops.LambdaAsync(two, HttpMethod.Delete, $"{Functions}/before")).Status);
        await UntilAsync(async () => (await pops.LambdaAsync(one, HttpMethod.Get, $"{Functions}/before")).Status == HttpStatusCode.NotFound);
        Assert.Equal((await ActiveAsync(two, "after"))["Configuration"]!.ToJsonString(), after["Configuration"]!.ToJsonString());
        byte[] zip = await pops.Client.GetByteArrayAsync((string)after["Code"]!["Location"]!, Token);
        Assert.Equal((string)after["Configuration"]!["CodeSha256"]!, Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(zip)));
        Assert.True((long)before["Configuration"]!["CodeSize"]! > 600_000);
    }

    [Fact]
    public async Task A_function_of_a_group_is_where_the_group_is_and_moves_with_its_tag()
    {
        await using Pop one = await pops.StartAsync("one");
        await using Pop two = await pops.StartAsync("two", await pops.TokenAsync(new AddPop { Groups = ["shops"] }));
        await using Pop three = await pops.StartAsync("three", await pops.TokenAsync());

        await CreateAsync(one, "f", [1], ""","Tags":{"edge:scope":"group:shops"}""");
        JsonNode there = await ActiveAsync(two, "f");
        await CreateAsync(one, "last", [1]);
        await ActiveAsync(three, "last"); // what was told before it has come, too
        Assert.Equal(HttpStatusCode.NotFound, (await pops.LambdaAsync(three, HttpMethod.Get, $"{Functions}/f")).Status);

        string arn = Uri.EscapeDataString((string)there["Configuration"]!["FunctionArn"]!);
        await pops.LambdaAsync(two, HttpMethod.Post, $"2017-03-31/tags/{arn}", """{"Tags":{"edge:scope":"all"}}""");
        await ActiveAsync(three, "f");
        await pops.LambdaAsync(three, HttpMethod.Post, $"2017-03-31/tags/{arn}", """{"Tags":{"edge:scope":"group:shops"}}""");
        await UntilAsync(async () => (await pops.LambdaAsync(three, HttpMethod.Get, $"{Functions}/f")).Status == HttpStatusCode.NotFound);
        await ActiveAsync(two, "f");
        await ActiveAsync(one, "f");
    }

    private async Task CreateAsync(Pop pop, string name, byte[] ballast, string more = "")
    {
        using MemoryStream zip = new();
        using (ZipArchive archive = new(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream file = archive.CreateEntry("ballast", CompressionLevel.NoCompression).Open();
            file.Write(ballast);
        }

        string body = $$"""{"FunctionName":"{{name}}","Runtime":"nodejs22.x","Handler":"index.handler","Role":"arn:aws:iam::000000000000:role/r","Code":{"ZipFile":"{{Convert.ToBase64String(zip.ToArray())}}" }{{more}} }""";
        (HttpStatusCode status, JsonNode answer) = await pops.LambdaAsync(pop, HttpMethod.Post, Functions, body);
        Assert.True(status == HttpStatusCode.Created, answer.ToJsonString());
    }

    /// <summary>The function, as soon as it is there with its package.</summary>
    private async Task<JsonNode> ActiveAsync(Pop pop, string name)
    {
        JsonNode found = new JsonObject();
        await UntilAsync(async () =>
        {
            (_, found) = await pops.LambdaAsync(pop, HttpMethod.Get, $"{Functions}/{name}");
            return (string?)found["Configuration"]?["State"] == "Active";
        });
        return found;
    }
}
