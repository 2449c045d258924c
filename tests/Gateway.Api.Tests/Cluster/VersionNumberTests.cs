using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Api.Admin;
using Gateway.Api.Options;
using Gateway.Api.Telemetry;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Tests.Cluster;

/// <summary>Versions that two PoPs publish of one function or layer: a number names one version, at both (ADR 37). Over real links.</summary>
public sealed class VersionNumberTests : IDisposable
{
    private const string Functions = "2015-03-31/functions";
    private const string Layers = "2018-10-31/layers";
    private static readonly string Package = Zip("1");
    private readonly string folder = Directory.CreateTempSubdirectory("edge-").FullName;
    private readonly HttpClient client = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        client.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Two_that_publish_at_once_never_get_one_number()
    {
        await using Pop one = await StartAsync("one");
        await using Pop two = await StartAsync("two", await TokenAsync());
        await CreateAsync(one);
        await UntilAsync(() => IsThereAsync(two));

        List<string> given = [];
        for (int round = 0; round < 3; round++)
        {
            string[] both = await Task.WhenAll(PublishAsync(one, $"one {round}"), PublishAsync(two, $"two {round}"));
            given.AddRange(both);
        }

        Assert.Equal(given.Count, given.Select(version => version.Split(' ')[0]).Distinct().Count());
        await UntilAsync(async () => (await VersionsAsync(one)).Length == given.Count && (await VersionsAsync(two)).Length == given.Count);
        Assert.Equal(await VersionsAsync(one), await VersionsAsync(two));
        Assert.Equal(given.Order(), (await VersionsAsync(one)).Order()); // each with the code that it was answered for
    }

    [Fact]
    public async Task Who_is_cut_off_from_the_central_PoP_publishes_nothing_and_goes_on_afterwards()
    {
        await using Pop one = await StartAsync("one");
        await using Pop two = await StartAsync("two", await TokenAsync());
        await CreateAsync(one);
        await UntilAsync(() => IsThereAsync(two));
        Assert.StartsWith("1 ", await PublishAsync(two, "first"), StringComparison.Ordinal);
        await UntilAsync(async () => (await VersionsAsync(one)).Length == 1);
        await CutAsync("one", "pop-2");
        await CutAsync("two", "pop-1");

        Assert.Equal("1", (string?)(await SendAsync(two, HttpMethod.Post, $"{Functions}/f/versions", "{}")).Body["Version"]); // nothing has changed: no number is needed
        await ConfigureAsync(two, "changed while cut off");
        await RefusedAsync(SendAsync(two, HttpMethod.Post, $"{Functions}/f/versions", "{}"));
        await RefusedAsync(SendAsync(two, HttpMethod.Put, $"{Functions}/f/code", $$"""{"ZipFile":"{{Package}}","Publish":true}"""));
        await RefusedAsync(SendAsync(two, HttpMethod.Post, $"{Layers}/l/versions", $$"""{"Content":{"ZipFile":"{{Package}}"} }"""));
        Assert.StartsWith("2 ", await PublishAsync(one, "second"), StringComparison.Ordinal);
        Assert.Equal(1, (int)(await SendAsync(one, HttpMethod.Post, $"{Layers}/l/versions", $$"""{"Content":{"ZipFile":"{{Package}}"} }""")).Body["Version"]!);
        string[] before = await VersionsAsync(one);

        await CutAsync("one");
        await CutAsync("two");
        Assert.StartsWith("3 ", await PublishAsync(two, "third"), StringComparison.Ordinal);
        Assert.Equal(2, (int)(await SendAsync(two, HttpMethod.Post, $"{Layers}/l/versions", $$"""{"Content":{"ZipFile":"{{Package}}"} }""")).Body["Version"]!);
        await UntilAsync(async () => (await VersionsAsync(one)).Length == 3 && (await VersionsAsync(two)).Length == 3);
        Assert.Equal(await VersionsAsync(one), await VersionsAsync(two));
        Assert.Equal(before, (await VersionsAsync(two))[..2]); // what was answered stands
    }

    private static string Zip(string answer)
    {
        using MemoryStream zip = new();
        using (ZipArchive archive = new(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream file = archive.CreateEntry("index.js").Open();
            file.Write(Encoding.UTF8.GetBytes($"exports.handler = async () => '{answer}';"));
        }

        return Convert.ToBase64String(zip.ToArray());
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await isSo()) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
    }

    private static async Task RefusedAsync(Task<(HttpStatusCode Status, JsonNode Body)> answer)
    {
        (HttpStatusCode status, JsonNode body) = await answer;
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Contains("central PoP", (string?)body["Message"], StringComparison.Ordinal);
    }

    private Task<Pop> StartAsync(string name, string? token = null) =>
        Pop.StartAsync(new PopOptions { Port = 0, DataFolder = Path.Combine(folder, name), JoinToken = token, IsSupervised = true }, TimeProvider.System, new Random(name.Length + name[0]), new LineLog(TextWriter.Null, LogLevel.Error), Token);

    private async Task<string> TokenAsync()
    {
        using AdminClient admin = new(Path.Combine(folder, "one"));
        return (await admin.AskAsync(HttpMethod.Post, "/v1/pops", JsonSerializer.SerializeToUtf8Bytes(new AddPop(), AdminJson.Default.AddPop), AdminJson.Default.AddedPop, Token)).Token;
    }

    private async Task CutAsync(string pop, params string[] peers)
    {
        using AdminClient admin = new(Path.Combine(folder, pop));
        await admin.AskAsync(HttpMethod.Put, "/v1/links", JsonSerializer.SerializeToUtf8Bytes(new CutList(peers), AdminJson.Default.CutList), AdminJson.Default.Done, Token);
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(Pop pop, HttpMethod method, string path, string body)
    {
        using HttpRequestMessage request = new(method, $"{pop.Endpoint}{path}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using HttpResponseMessage answer = await client.SendAsync(request, Token);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!);
    }

    private async Task CreateAsync(Pop pop)
    {
        string body = $$"""{"FunctionName":"f","Runtime":"nodejs22.x","Handler":"index.handler","Role":"arn:aws:iam::000000000000:role/r","Code":{"ZipFile":"{{Package}}"} }""";
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(pop, HttpMethod.Post, Functions, body)).Status);
    }

    private async Task ConfigureAsync(Pop pop, string description) =>
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(pop, HttpMethod.Put, $"{Functions}/f/configuration", $$"""{"Description":"{{description}}"}""")).Status);

    /// <summary>Gives the function new code and publishes that: number and hash.</summary>
    private async Task<string> PublishAsync(Pop pop, string code)
    {
        (HttpStatusCode status, JsonNode body) = await SendAsync(pop, HttpMethod.Put, $"{Functions}/f/code", $$"""{"ZipFile":"{{Zip(code)}}","Publish":true}""");
        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        return $"{body["Version"]} {body["CodeSha256"]}";
    }

    private async Task<bool> IsThereAsync(Pop pop)
    {
        using HttpResponseMessage answer = await client.GetAsync($"{pop.Endpoint}{Functions}/f", Token);
        return answer.IsSuccessStatusCode && (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["Configuration"]!["State"] == "Active";
    }

    /// <summary>Number and hash of what was published.</summary>
    private async Task<string[]> VersionsAsync(Pop pop)
    {
        JsonNode list = JsonNode.Parse(await client.GetStringAsync($"{pop.Endpoint}{Functions}/f/versions", Token))!;
        return [.. list["Versions"]!.AsArray().Skip(1).Select(version => $"{version!["Version"]} {version["CodeSha256"]}")];
    }
}
