using System.Text.Json;
using Gateway.Api.Admin;
using Gateway.Api.Options;
using Gateway.Api.Telemetry;
using Gateway.Replication.Membership;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Tests.Cluster;

/// <summary>Whole PoPs that join one another, over their admin API and their ports of replication.</summary>
public sealed class JoinTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("edge-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_token_makes_a_member_once_that_starts_without_it_later()
    {
        await using Pop one = await StartAsync("one");
        Assert.Null(one.Name);
        AddedPop added = await AddAsync("one", new AddPop { Region = "eu", Groups = ["shops"] });
        Assert.Equal(("pop-2", "eu", true), (added.Name, added.Region, added.IsFirst));
        Assert.Equal("pop-1", one.Name);

        await using (Pop two = await StartAsync("two", added.Token))
        {
            Assert.Equal("pop-2", two.Name);
            PopInfo record = (await ListAsync("one")).Pops.Single(pop => pop.Name == "pop-2");
            Assert.Equal(("eu", 1, false), (record.Region, record.Epoch, record.IsCentral));
            Assert.Equal(["shops"], record.Groups);
            Assert.Equal(["pop-1", "pop-2"], (await ListAsync("two")).Pops.Select(pop => pop.Name));
        }

        await using (Pop again = await StartAsync("two")) Assert.Equal("pop-2", again.Name);

        OptionsFault used = await Assert.ThrowsAsync<OptionsFault>(() => StartAsync("three", added.Token));
        Assert.Contains("the token was used, or has expired, or never was one", used.Message, StringComparison.Ordinal);
        Assert.Contains("pop-2 of a cluster already", (await Assert.ThrowsAsync<OptionsFault>(() => StartAsync("two", added.Token))).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(added.Token.Split('.')[^1], await File.ReadAllTextAsync(Path.Combine(folder, "one", "cluster", "tokens.json"), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_has_expired_or_was_taken_back_or_is_of_another_cluster_is_worth_nothing()
    {
        await using Pop one = await StartAsync("one");
        AddedPop expires = await AddAsync("one", new AddPop { Name = "short", ValidSeconds = 1 });
        AddedPop back = await AddAsync("one", new AddPop { Name = "back" });
        await AskAsync("one", HttpMethod.Delete, "/v1/pops/back", AdminJson.Default.Done);
        await Assert.ThrowsAsync<OptionsFault>(() => StartAsync("two", back.Token));

        await using Pop other = await StartAsync("other");
        AddedPop foreign = await AddAsync("other", new AddPop());
        string[] parts = foreign.Token.Split('.'), here = back.Token.Split('.');
        await Assert.ThrowsAsync<OptionsFault>(() => StartAsync("two", string.Join('.', parts[0], here[1], parts[2], parts[3])));
        await Assert.ThrowsAsync<OptionsFault>(() => StartAsync("two", "no token"));
        OptionsFault pinned = await Assert.ThrowsAsync<OptionsFault>(() => StartAsync("two", string.Join('.', parts[0], parts[1], here[2], parts[3])));
        Assert.EndsWith("is not the PoP that the token was made at", pinned.Message, StringComparison.Ordinal);

        await Task.Delay(expires.Expires - TimeProvider.System.GetUtcNow() + TimeSpan.FromMilliseconds(50) is { Ticks: > 0 } rest ? rest : TimeSpan.Zero, TimeProvider.System, Token);
        await Assert.ThrowsAsync<OptionsFault>(() => StartAsync("two", expires.Token));
        Assert.False(Directory.Exists(Path.Combine(folder, "two", "cluster")));
        JoinToken nowhere = JoinToken.Create(new HostAndPort("127.0.0.1", 1), new byte[32]);
        Assert.StartsWith("cannot join by way of 127.0.0.1:1: ", (await Assert.ThrowsAsync<OptionsFault>(() => StartAsync("two", nowhere.ToString()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PoP_with_tables_of_its_own_does_not_join()
    {
        await using Pop one = await StartAsync("one");
        AddedPop added = await AddAsync("one", new AddPop());
        await using (Pop two = await StartAsync("two"))
        {
            using HttpClient client = new();
            using HttpRequestMessage create = new(HttpMethod.Post, two.Endpoint);
            create.Headers.Add("X-Amz-Target", "DynamoDB_20120810.CreateTable");
            create.Content = new StringContent(
                """{"TableName":"carts","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],"KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]}""",
                new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-amz-json-1.0"));
            using HttpResponseMessage answer = await client.SendAsync(create, Token);
            Assert.True(answer.IsSuccessStatusCode);
        }

        OptionsFault fault = await Assert.ThrowsAsync<OptionsFault>(() => StartAsync("two", added.Token));

        Assert.Equal($"the PoP in {folder}/two has tables of its own, and cannot join a cluster with them: start with an empty folder (--data)", fault.Message);
        Assert.Contains("pop-2", (await ListAsync("one")).Awaited); // the token is still good
    }

    [Fact]
    public async Task A_removed_PoP_may_enter_anew_with_another_token_and_its_old_certificate_is_not_taken()
    {
        await using Pop one = await StartAsync("one");
        await (await StartAsync("two", (await AddAsync("one", new AddPop { Name = "two" })).Token)).DisposeAsync();

        Assert.Equal("two is no member any more: its certificate is not taken from now on.", (await AskAsync("one", HttpMethod.Delete, "/v1/pops/two", AdminJson.Default.Done)).Text);
        Assert.Equal("two was removed already", (await Assert.ThrowsAsync<AdminFault>(() => AskAsync("one", HttpMethod.Delete, "/v1/pops/two", AdminJson.Default.Done))).Message);
        Assert.Equal("pop-1 is the central PoP, which cannot be removed", (await Assert.ThrowsAsync<AdminFault>(() => AskAsync("one", HttpMethod.Delete, "/v1/pops/pop-1", AdminJson.Default.Done))).Message);
        await using Pop anew = await StartAsync("anew", (await AddAsync("one", new AddPop { Name = "two" })).Token);

        PopInfo record = (await ListAsync("one")).Pops.Single(pop => pop.Name == "two");
        Assert.Equal((2, true), (record.Epoch, record.IsTaken));
        PopMap map = new("pop-1", (await ListAsync("one")).Pops);
        Assert.Equal((false, true), (map.Takes("two", 1), map.Takes("two", 2)));
    }

    [Fact]
    public async Task Links_of_a_PoP_that_runs_by_itself_cannot_be_cut_and_only_the_central_one_lets_others_in()
    {
        await using Pop one = await StartAsync("one");
        await using Pop two = await StartAsync("two", (await AddAsync("one", new AddPop())).Token);

        AdminFault cut = await Assert.ThrowsAsync<AdminFault>(() => AskAsync("one", HttpMethod.Post, "/v1/links/cut", AdminJson.Default.Done, """{"pops":[]}"""u8.ToArray()));
        AdminFault add = await Assert.ThrowsAsync<AdminFault>(() => AddAsync("two", new AddPop()));

        Assert.Equal("links can be cut only between PoPs that one 'edgectl up --pops' runs", cut.Message);
        Assert.Equal("pop-2 is not the central PoP of its cluster: ask pop-1", add.Message);
    }

    [Fact]
    public async Task The_admin_API_answers_nobody_without_the_token_and_no_web_page()
    {
        await using Pop one = await StartAsync("one");
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(folder, "one", "admin"), Token);
        using HttpClient client = new();

        Assert.Equal(401, (int)(await client.GetAsync($"{lines[0]}/v1/pops", Token)).StatusCode);
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {lines[1]}");
        Assert.Equal(200, (int)(await client.GetAsync($"{lines[0]}/v1/pops", Token)).StatusCode);
        Assert.Equal(404, (int)(await client.GetAsync($"{lines[0]}/v1/other", Token)).StatusCode);
        Assert.Equal(400, (int)(await client.PostAsync($"{lines[0]}/v1/pops", new StringContent("no JSON"), Token)).StatusCode);
        client.DefaultRequestHeaders.Add("Origin", "https://page.example.com");
        Assert.Equal(403, (int)(await client.GetAsync($"{lines[0]}/v1/pops", Token)).StatusCode);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "one", "admin")));
    }

    private Task<Pop> StartAsync(string name, string? token = null) =>
        Pop.StartAsync(new PopOptions { Port = 0, DataFolder = Path.Combine(folder, name), JoinToken = token }, TimeProvider.System, new Random(1), new LineLog(TextWriter.Null, LogLevel.Error), Token);

    private async Task<AddedPop> AddAsync(string name, AddPop request) => await AskAsync(name, HttpMethod.Post, "/v1/pops", AdminJson.Default.AddedPop, JsonSerializer.SerializeToUtf8Bytes(request, AdminJson.Default.AddPop));

    private Task<PopList> ListAsync(string name) => AskAsync(name, HttpMethod.Get, "/v1/pops", AdminJson.Default.PopList);

    private async Task<T> AskAsync<T>(string name, HttpMethod method, string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, byte[]? body = null)
    {
        using AdminClient client = new(Path.Combine(folder, name));
        return await client.AskAsync(method, path, body, type, Token);
    }
}
