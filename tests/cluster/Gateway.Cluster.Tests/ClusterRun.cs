using System.Text.Json.Nodes;
using Gateway.Cluster.Tests.Audit;
using Gateway.Cluster.Tests.Pops;
using Gateway.Cluster.Tests.Workload;
using Gateway.Replication.Status;

namespace Gateway.Cluster.Tests;

/// <summary>Rounds of work and faults at one cluster, each with a member that joins or one that leaves, and the comparison after each.</summary>
/// <param name="cluster">The PoPs; who starts it ends it.</param>
/// <param name="random">What happens.</param>
/// <param name="settings">How.</param>
/// <param name="say">Takes what is done.</param>
internal sealed class ClusterRun(ClusterUnderTest cluster, Random random, RunSettings settings, Action<string> say) : IDisposable
{
    private readonly Ledger ledger = new();
    private readonly FaultPlan faults = new(random, say, settings.Spared);
    private readonly List<Team> teams = [];
    private int made;
    private long looks;

    private int Slots => settings.Pops + 1;

    /// <summary>Makes the tables and begins.</summary>
    public async Task BeginAsync()
    {
        foreach (int pop in cluster.Members) teams.Add(NewTeam(pop));
        foreach (string table in Tables.Create) await Any().Checker.AskAsync("CreateTable", table);
    }

    /// <summary>One round; at its end all PoPs are equal.</summary>
    public async Task<RoundFigures> RunAsync(int round)
    {
        await PutSharedAsync(round);
        await LoadAsync(round, isJoining: settings.Churns && cluster.Members.Count == settings.Pops);
        if (settings.KillsAll && round % 2 == 0)
        {
            // All at once, in the middle of making up for what was missed.
            say("all are killed");
            await cluster.StopAsync("KILL");
            await cluster.RestartAsync();
        }

        await cluster.SettleAsync();
        await CheckAsync(round);
        await ForgetAsync(round);
        return await FiguresAsync(round);
    }

    /// <summary>Ends the PoPs and compares what their stores hold.</summary>
    public async Task EndAsync()
    {
        Assert.True(looks > 0);
        await cluster.SettleAsync();
        await cluster.StopAsync("TERM");
        StoreCheck.Check([.. cluster.Members.Select(cluster.FolderOf)]);
        say("the stores are sound, and their fingerprints equal");
    }

    public void Dispose()
    {
        foreach (Team team in teams) team.Dispose();
    }

    private Team NewTeam(int pop) => new(cluster, pop, Enumerable.Range(0, Slots).First(slot => teams.TrueForAll(team => team.Slot != slot)), ++made, Slots, ledger, random);

    private Team Any() => teams[random.Next(teams.Count)];

    /// <summary>Puts the shared items of a round at some PoP and waits until all have them.</summary>
    private async Task PutSharedAsync(int round)
    {
        await AnswerAsync();
        Team first = Any();
        JsonObject last = [];
        foreach (JsonObject item in Tables.SharedItemsOf(round, Slots * Team.Writers))
        {
            last = item;
            await first.Checker.AskAsync("PutItem", new JsonObject { ["TableName"] = Tables.Shared, ["Item"] = item.DeepClone() });
        }

        JsonObject get = new() { ["TableName"] = Tables.Shared, ["Key"] = new JsonObject { ["pk"] = last["pk"]!.DeepClone() } };
        await cluster.ExchangeAsync();
        foreach (Team team in teams) Assert.NotNull((await team.Checker.AskAsync("GetItem", get))["Item"]);
    }

    /// <summary>Waits until all PoPs answer and have the tables; connections of before may be gone.</summary>
    private async Task AnswerAsync()
    {
        foreach (Team team in teams) await cluster.UntilAsync($"the tables are at {ClusterUnderTest.NameOf(team.Pop)}", async () => await HasTablesAsync(team.Checker));
    }

    private static async Task<bool> HasTablesAsync(PopClient pop)
    {
        foreach (string table in Tables.All)
        {
            Reply reply = await pop.TryAsync("DescribeTable", new JsonObject { ["TableName"] = table });
            if (reply.Kind != ReplyKind.Done || reply.Body["Table"]!["TableStatus"]!.GetValue<string>() != "ACTIVE") return false;
        }

        return true;
    }

    /// <summary>All write and look while faults happen, and while one joins or leaves.</summary>
    private async Task LoadAsync(int round, bool isJoining)
    {
        using CancellationTokenSource stop = new();
        Team? leaves = isJoining || cluster.Members.Count == settings.Pops ? null : teams[^1];
        using CancellationTokenSource stopLeaving = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        List<Task> running = [.. teams.Select(team => team.RunAsync(round, team == leaves ? stopLeaving.Token : stop.Token))];
        Task leaving = leaves is null ? Task.CompletedTask : running[teams.IndexOf(leaves)];
        Task work = Task.WhenAny([.. running]).Unwrap();

        Task<Team>? joining = isJoining ? JoinAsync(round) : null;
        await FirstAsync(work, faults.RunAsync(cluster, settings.Pause));
        await cluster.HealAsync();
        if (joining is not null)
        {
            await FirstAsync(work, joining);
            teams.Add(await joining);
            running.Add(teams[^1].RunAsync(round, stop.Token));
            await Task.Delay(settings.Pause, TimeProvider.System, CancellationToken.None);
        }

        if (leaves is not null)
        {
            await stopLeaving.CancelAsync();
            await leaving;
            await cluster.RemoveAsync(leaves.Pop);
            say($"{ClusterUnderTest.NameOf(leaves.Pop)} is removed");
            teams.Remove(leaves);
            looks += leaves.Reader.Looks;
            leaves.Dispose();
            await Task.Delay(settings.Pause, TimeProvider.System, CancellationToken.None);
        }

        await stop.CancelAsync();
        await Task.WhenAll(running);
        if (leaves is not null) gone.AddRange(leaves.Names);
        looks = teams.Sum(team => team.Reader.Looks);
    }

    private readonly List<string> gone = [];

    /// <summary>Waits for something that must come while all work; a worker that fails says more.</summary>
    private static async Task FirstAsync(Task work, Task what)
    {
        if (await Task.WhenAny(work, what) == work && !work.IsCompletedSuccessfully) await work;
        await what;
    }

    /// <summary>Joins while links are cut and PoPs die; ends when the new PoP takes writes.</summary>
    private async Task<Team> JoinAsync(int round)
    {
        int pop = await cluster.JoinAsync(say);
        Team team = NewTeam(pop);
        JsonObject nothing = new()
        {
            ["TableName"] = Tables.Shared,
            ["Key"] = new JsonObject { ["pk"] = Tables.Text(Tables.Sum(round, 0)) },
            ["UpdateExpression"] = "ADD n :n",
            ["ConditionExpression"] = "attribute_exists(pk)",
            ["ExpressionAttributeValues"] = new JsonObject { [":n"] = Tables.Number(0) },
        };
        await cluster.UntilAsync($"{ClusterUnderTest.NameOf(pop)} takes writes", async () => (await team.Checker.TryAsync("UpdateItem", nothing)).Kind == ReplyKind.Done);
        say($"{ClusterUnderTest.NameOf(pop)} has joined");
        return team;
    }

    private async Task CheckAsync(int round)
    {
        await AnswerAsync();
        List<PopContent> contents = [];
        foreach (Team team in teams) contents.Add(await PopContent.ReadAsync(team.Checker, ClusterUnderTest.NameOf(team.Pop)));
        for (int i = 1; i < contents.Count; i++) contents[0].MustBe(contents[i], $"{ClusterUnderTest.NameOf(teams[0].Pop)} and {ClusterUnderTest.NameOf(teams[i].Pop)}");
        LedgerCheck.Check(ledger, contents[0]);
        Assert.All(contents[0].Shared.Keys, key => Assert.StartsWith(Tables.RoundOf(round), key, StringComparison.Ordinal)); // nothing that was deleted is back
        Assert.All((await cluster.StatusAsync()).Pops, pop => Assert.True(pop.Quarantined == 0, $"{pop.Pop} has set {pop.Quarantined} changes aside"));
    }

    /// <summary>Deletes what nobody writes any more: the shared items of the round, and the items of those who have left.</summary>
    private async Task ForgetAsync(int round)
    {
        foreach (string key in ledger.ForgetShared(Tables.SharedItemsOf(round, Slots * Team.Writers).Select(item => item["pk"]!["S"]!.GetValue<string>())))
            await Any().Checker.AskAsync("DeleteItem", new JsonObject { ["TableName"] = Tables.Shared, ["Key"] = new JsonObject { ["pk"] = Tables.Text(key) } });
        foreach ((string partition, string sort) in ledger.ForgetOwn(gone))
            await Any().Checker.AskAsync("DeleteItem", new JsonObject { ["TableName"] = Tables.Own, ["Key"] = new JsonObject { ["pk"] = Tables.Text(partition), ["sk"] = Tables.Text(sort) } });
        gone.Clear();
    }

    /// <summary>When all that was deleted has been dropped everywhere.</summary>
    private async Task<RoundFigures> FiguresAsync(int round)
    {
        IReadOnlyList<ReplicationStatus> pops = [];
        await cluster.UntilAsync("nothing remains of what was deleted", async () => (pops = (await cluster.StatusAsync()).Pops).Count == cluster.Members.Count && pops.All(pop => pop.Remains == 0));
        Dictionary<int, double> memory = [];
        foreach (int pop in cluster.Members) memory[pop] = await cluster.MegabytesOfAsync(pop);
        long disk = cluster.Members.Sum(pop => new DirectoryInfo(cluster.FolderOf(pop)).EnumerateFiles("*", SearchOption.AllDirectories).Sum(SizeOf));
        return new RoundFigures(round, ledger.Acknowledged, ledger.Unknown, looks, memory, disk / 1048576.0);
    }

    private static long SizeOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0; // compacted just now
        }
    }
}
