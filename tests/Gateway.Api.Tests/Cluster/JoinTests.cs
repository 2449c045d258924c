using Gateway.Api.Admin;
using Gateway.Api.Options;
using Gateway.Replication.Membership;

namespace Gateway.Api.Tests.Cluster;

/// <summary>Whole PoPs that join one another, over their admin API and their ports of replication.</summary>
public sealed class JoinTests : IDisposable
{
    private readonly PopsUnderTest pops = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => pops.Dispose();

    [Fact]
    public async Task A_token_makes_a_member_once_that_starts_without_it_later()
    {
        await using Pop one = await pops.StartAsync("one");
        Assert.Null(one.Name);
        AddedPop added = await pops.AddAsync(new AddPop { Region = "eu", Groups = ["shops"] });
        Assert.Equal(("pop-2", "eu", true), (added.Name, added.Region, added.IsFirst));
        Assert.Equal("pop-1", one.Name);

        await using (Pop two = await pops.StartAsync("two", added.Token))
        {
            Assert.Equal("pop-2", two.Name);
            PopInfo record = (await pops.ListAsync()).Pops.Single(pop => pop.Name == "pop-2");
            Assert.Equal(("eu", 1, false), (record.Region, record.Epoch, record.IsCentral));
            Assert.Equal(["shops"], record.Groups);
            Assert.Equal(["pop-1", "pop-2"], (await pops.ListAsync("two")).Pops.Select(pop => pop.Name));
        }

        await using (Pop again = await pops.StartAsync("two")) Assert.Equal("pop-2", again.Name);

        OptionsFault used = await Assert.ThrowsAsync<OptionsFault>(() => pops.StartAsync("three", added.Token));
        Assert.Contains("the token was used, or has expired, or never was one", used.Message, StringComparison.Ordinal);
        Assert.Contains("pop-2 of a cluster already", (await Assert.ThrowsAsync<OptionsFault>(() => pops.StartAsync("two", added.Token))).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(added.Token.Split('.')[^1], await File.ReadAllTextAsync(pops.At("one", "cluster", "tokens.json"), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_has_expired_or_was_taken_back_or_is_of_another_cluster_is_worth_nothing()
    {
        await using Pop one = await pops.StartAsync("one");
        AddedPop expires = await pops.AddAsync(new AddPop { Name = "short", ValidSeconds = 1 });
        AddedPop back = await pops.AddAsync(new AddPop { Name = "back" });
        await pops.AdminAsync("one", HttpMethod.Delete, "/v1/pops/back", AdminJson.Default.Done);
        await Assert.ThrowsAsync<OptionsFault>(() => pops.StartAsync("two", back.Token));

        await using Pop other = await pops.StartAsync("other");
        AddedPop foreign = await pops.AddAsync(at: "other");
        string[] parts = foreign.Token.Split('.'), here = back.Token.Split('.');
        await Assert.ThrowsAsync<OptionsFault>(() => pops.StartAsync("two", string.Join('.', parts[0], here[1], parts[2], parts[3])));
        await Assert.ThrowsAsync<OptionsFault>(() => pops.StartAsync("two", "no token"));
        OptionsFault pinned = await Assert.ThrowsAsync<OptionsFault>(() => pops.StartAsync("two", string.Join('.', parts[0], parts[1], here[2], parts[3])));
        Assert.EndsWith("is not the PoP that the token was made at", pinned.Message, StringComparison.Ordinal);

        await Task.Delay(expires.Expires - TimeProvider.System.GetUtcNow() + TimeSpan.FromMilliseconds(50) is { Ticks: > 0 } rest ? rest : TimeSpan.Zero, TimeProvider.System, Token);
        await Assert.ThrowsAsync<OptionsFault>(() => pops.StartAsync("two", expires.Token));
        Assert.False(Directory.Exists(pops.At("two", "cluster")));
        JoinToken nowhere = JoinToken.Create(new HostAndPort("127.0.0.1", 1), new byte[32]);
        Assert.StartsWith("cannot join by way of 127.0.0.1:1: ", (await Assert.ThrowsAsync<OptionsFault>(() => pops.StartAsync("two", nowhere.ToString()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PoP_with_tables_of_its_own_does_not_join()
    {
        await using Pop one = await pops.StartAsync("one");
        AddedPop added = await pops.AddAsync();
        await using (Pop two = await pops.StartAsync("two"))
        {
            await pops.CreateTableAsync(two, "carts", "id");
        }

        OptionsFault fault = await Assert.ThrowsAsync<OptionsFault>(() => pops.StartAsync("two", added.Token));

        Assert.Equal($"the PoP in {pops.At("two")} has tables of its own, and cannot join a cluster with them: start with an empty folder (--data)", fault.Message);
        Assert.Contains("pop-2", (await pops.ListAsync()).Awaited); // the token is still good
    }

    [Fact]
    public async Task A_removed_PoP_may_enter_anew_with_another_token_and_its_old_certificate_is_not_taken()
    {
        await using Pop one = await pops.StartAsync("one");
        await (await pops.StartAsync("two", (await pops.AddAsync(new AddPop { Name = "two" })).Token)).DisposeAsync();

        Assert.Equal("two is no member any more: its certificate is not taken from now on.", (await pops.AdminAsync("one", HttpMethod.Delete, "/v1/pops/two", AdminJson.Default.Done)).Text);
        Assert.Equal("two was removed already", (await Assert.ThrowsAsync<AdminFault>(() => pops.AdminAsync("one", HttpMethod.Delete, "/v1/pops/two", AdminJson.Default.Done))).Message);
        Assert.Equal("pop-1 is the central PoP, which cannot be removed", (await Assert.ThrowsAsync<AdminFault>(() => pops.AdminAsync("one", HttpMethod.Delete, "/v1/pops/pop-1", AdminJson.Default.Done))).Message);
        await using Pop anew = await pops.StartAsync("anew", (await pops.AddAsync(new AddPop { Name = "two" })).Token);

        PopInfo record = (await pops.ListAsync()).Pops.Single(pop => pop.Name == "two");
        Assert.Equal((2, true), (record.Epoch, record.IsTaken));
        PopMap map = new("pop-1", (await pops.ListAsync()).Pops);
        Assert.Equal((false, true), (map.Takes("two", 1), map.Takes("two", 2)));
    }

    [Fact]
    public async Task Links_of_a_PoP_that_runs_by_itself_cannot_be_cut_and_only_the_central_one_lets_others_in()
    {
        await using Pop one = await pops.StartAsync("one");
        await using Pop two = await pops.StartAsync("two", (await pops.AddAsync()).Token);

        AdminFault cut = await Assert.ThrowsAsync<AdminFault>(() => pops.AdminAsync("one", HttpMethod.Post, "/v1/links/cut", AdminJson.Default.Done, """{"pops":[]}"""u8.ToArray()));
        AdminFault add = await Assert.ThrowsAsync<AdminFault>(() => pops.AddAsync(at: "two"));

        Assert.Equal("links can be cut only between PoPs that one 'edgectl up --pops' runs", cut.Message);
        Assert.Equal("pop-2 is not the central PoP of its cluster: ask pop-1", add.Message);
    }

    [Fact]
    public async Task The_admin_API_answers_nobody_without_the_token_and_no_web_page()
    {
        await using Pop one = await pops.StartAsync("one");
        string[] lines = await File.ReadAllLinesAsync(pops.At("one", "admin"), Token);
        using HttpClient client = new();

        Assert.Equal(401, (int)(await client.GetAsync($"{lines[0]}/v1/pops", Token)).StatusCode);
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {lines[1]}");
        Assert.Equal(200, (int)(await client.GetAsync($"{lines[0]}/v1/pops", Token)).StatusCode);
        Assert.Equal(404, (int)(await client.GetAsync($"{lines[0]}/v1/other", Token)).StatusCode);
        Assert.Equal(400, (int)(await client.PostAsync($"{lines[0]}/v1/pops", new StringContent("no JSON"), Token)).StatusCode);
        client.DefaultRequestHeaders.Add("Origin", "https://page.example.com");
        Assert.Equal(403, (int)(await client.GetAsync($"{lines[0]}/v1/pops", Token)).StatusCode);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(pops.At("one", "admin")));
    }
}
