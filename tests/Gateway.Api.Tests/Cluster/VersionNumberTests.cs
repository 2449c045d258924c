using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using static Gateway.Api.Tests.Cluster.PopsUnderTest;

namespace Gateway.Api.Tests.Cluster;

/// <summary>Versions that two PoPs publish of one function or layer: a number names one version, at both (ADR 37). Over real links.</summary>
public sealed class VersionNumberTests : IDisposable
{
    private const string Functions = "2015-03-31/functions";
    private const string Layers = "2018-10-31/layers";
    private static readonly string Package = Zip("1");
    private readonly PopsUnderTest pops = new(options => options with { IsSupervised = true });

    public void Dispose() => pops.Dispose();

    [Fact]
    public async Task Two_that_publish_at_once_never_get_one_number()
    {
        await using Pop one = await pops.StartAsync("one");
        await using Pop two = await pops.StartAsync("two", await pops.TokenAsync());
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
        await using Pop one = await pops.StartAsync("one");
        await using Pop two = await pops.StartAsync("two", await pops.TokenAsync());
        await CreateAsync(one);
        await UntilAsync(() => IsThereAsync(two));
        Assert.StartsWith("1 ", await PublishAsync(two, "first"), StringComparison.Ordinal);
        await UntilAsync(async () => (await VersionsAsync(one)).Length == 1);
        await pops.CutAsync("one", "pop-2");
        await pops.CutAsync("two", "pop-1");

        Assert.Equal("1", (string?)(await pops.LambdaAsync(two, HttpMethod.Post, $"{Functions}/f/versions", "{}")).Body["Version"]); // nothing has changed: no number is needed
        await ConfigureAsync(two, "changed while cut off");
        await RefusedAsync(pops.LambdaAsync(two, HttpMethod.Post, $"{Functions}/f/versions", "{}"));
        await RefusedAsync(pops.LambdaAsync(two, HttpMethod.Put, $"{Functions}/f/code", $$"""{"ZipFile":"{{Package}}","Publish":true}"""));
        await RefusedAsync(pops.LambdaAsync(two, HttpMethod.Post, $"{Layers}/l/versions", $$"""{"Content":{"ZipFile":"{{Package}}"} }"""));
        Assert.StartsWith("2 ", await PublishAsync(one, "second"), StringComparison.Ordinal);
        Assert.Equal(1, (int)(await pops.LambdaAsync(one, HttpMethod.Post, $"{Layers}/l/versions", $$"""{"Content":{"ZipFile":"{{Package}}"} }""")).Body["Version"]!);
        string[] before = await VersionsAsync(one);

        await pops.CutAsync("one");
        await pops.CutAsync("two");
        Assert.StartsWith("3 ", await PublishAsync(two, "third"), StringComparison.Ordinal);
        Assert.Equal(2, (int)(await pops.LambdaAsync(two, HttpMethod.Post, $"{Layers}/l/versions", $$"""{"Content":{"ZipFile":"{{Package}}"} }""")).Body["Version"]!);
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

    private static async Task RefusedAsync(Task<(HttpStatusCode Status, JsonNode Body)> answer)
    {
        (HttpStatusCode status, JsonNode body) = await answer;
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Contains("central PoP", (string?)body["Message"], StringComparison.Ordinal);
    }

    private async Task CreateAsync(Pop pop)
    {
        string body = $$"""{"FunctionName":"f","Runtime":"nodejs22.x","Handler":"index.handler","Role":"arn:aws:iam::000000000000:role/r","Code":{"ZipFile":"{{Package}}"} }""";
        Assert.Equal(HttpStatusCode.Created, (await pops.LambdaAsync(pop, HttpMethod.Post, Functions, body)).Status);
    }

    private async Task ConfigureAsync(Pop pop, string description) =>
        Assert.Equal(HttpStatusCode.OK, (await pops.LambdaAsync(pop, HttpMethod.Put, $"{Functions}/f/configuration", $$"""{"Description":"{{description}}"}""")).Status);

    /// <summary>Gives the function new code and publishes that: number and hash.</summary>
    private async Task<string> PublishAsync(Pop pop, string code)
    {
        (HttpStatusCode status, JsonNode body) = await pops.LambdaAsync(pop, HttpMethod.Put, $"{Functions}/f/code", $$"""{"ZipFile":"{{Zip(code)}}","Publish":true}""");
        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        return $"{body["Version"]} {body["CodeSha256"]}";
    }

    private async Task<bool> IsThereAsync(Pop pop) => (string?)(await pops.LambdaAsync(pop, HttpMethod.Get, $"{Functions}/f")).Body["Configuration"]?["State"] == "Active";

    /// <summary>Number and hash of what was published.</summary>
    private async Task<string[]> VersionsAsync(Pop pop)
    {
        JsonNode list = (await pops.LambdaAsync(pop, HttpMethod.Get, $"{Functions}/f/versions")).Body;
        return [.. list["Versions"]!.AsArray().Skip(1).Select(version => $"{version!["Version"]} {version["CodeSha256"]}")];
    }
}
