using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Api.Admin;
using Gateway.Api.Options;
using Gateway.Api.Telemetry;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Tests.Cluster;

/// <summary>Functions of whole PoPs, over real links.</summary>
public sealed class SharedFunctionTests : IDisposable
{
    private const string Functions = "2015-03-31/functions";
    private readonly string folder = Directory.CreateTempSubdirectory("edge-").FullName;
    private readonly HttpClient client = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        client.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_was_made_before_there_was_a_cluster_and_what_is_made_in_it_is_at_all_PoPs()
    {
        await using Pop one = await StartAsync("one");
        await CreateAsync(one, "before", new byte[600_000]);
        await using Pop two = await StartAsync("two", await TokenAsync());

        JsonNode before = await ActiveAsync(two, "before");
        await CreateAsync(two, "after", [1, 2, 3]);
        JsonNode after = await ActiveAsync(one, "after");
        using HttpResponseMessage deleted = await client.DeleteAsync(UrlOf(two, "before"), Token);

        Assert.True(deleted.IsSuccessStatusCode);
        await UntilAsync(async () => (int)(await client.GetAsync(UrlOf(one, "before"), Token)).StatusCode == 404);
        Assert.Equal((await ActiveAsync(two, "after"))["Configuration"]!.ToJsonString(), after["Configuration"]!.ToJsonString());
        byte[] zip = await client.GetByteArrayAsync((string)after["Code"]!["Location"]!, Token);
        Assert.Equal((string)after["Configuration"]!["CodeSha256"]!, Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(zip)));
        Assert.True((long)before["Configuration"]!["CodeSize"]! > 600_000);
    }

    private static string UrlOf(Pop pop, string name) => $"{pop.Endpoint}{Functions}/{name}";

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await isSo()) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
    }

    private Task<Pop> StartAsync(string name, string? token = null) =>
        Pop.StartAsync(new PopOptions { Port = 0, DataFolder = Path.Combine(folder, name), JoinToken = token }, TimeProvider.System, new Random(name.Length + name[0]), new LineLog(TextWriter.Null, LogLevel.Error), Token);

    private async Task<string> TokenAsync()
    {
        using AdminClient admin = new(Path.Combine(folder, "one"));
        AddedPop added = await admin.AskAsync(HttpMethod.Post, "/v1/pops", JsonSerializer.SerializeToUtf8Bytes(new AddPop(), AdminJson.Default.AddPop), AdminJson.Default.AddedPop, Token);
        return added.Token;
    }

    private async Task CreateAsync(Pop pop, string name, byte[] ballast)
    {
        using MemoryStream zip = new();
        using (ZipArchive archive = new(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream file = archive.CreateEntry("ballast", CompressionLevel.NoCompression).Open();
            file.Write(ballast);
        }

        string body = $$"""{"FunctionName":"{{name}}","Runtime":"nodejs22.x","Handler":"index.handler","Role":"arn:aws:iam::000000000000:role/r","Code":{"ZipFile":"{{Convert.ToBase64String(zip.ToArray())}}" } }""";
        using HttpResponseMessage answer = await client.PostAsync($"{pop.Endpoint}{Functions}", new StringContent(body, Encoding.UTF8, "application/json"), Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    /// <summary>The function, as soon as it is there with its package.</summary>
    private async Task<JsonNode> ActiveAsync(Pop pop, string name)
    {
        JsonNode? found = null;
        await UntilAsync(async () =>
        {
            using HttpResponseMessage answer = await client.GetAsync(UrlOf(pop, name), Token);
            found = answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token)) : null;
            return (string?)found?["Configuration"]?["State"] == "Active";
        });
        return found!;
    }
}
