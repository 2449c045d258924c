using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Gateway.Api.Admin;
using Gateway.Replication.Links;
using Gateway.Replication.Status;

namespace Gateway.Cluster.Tests.Pops;

/// <summary>Real PoPs in processes of their own, over folders that outlive them. Members may join and leave. They are counted from 1; the first is the central one.</summary>
/// <param name="data">The folder of all of them.</param>
internal abstract class ClusterUnderTest(string data) : IAsyncDisposable
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(600);
    private const int WordsKept = 60;

    private readonly ConcurrentDictionary<int, int> killed = [];
    private readonly Queue<string> words = new();
    private readonly SortedSet<int> numbers = [];

    /// <summary>Who counts now, in the order of their numbers.</summary>
    public IReadOnlyList<int> Members { get; private set; } = [];

    /// <summary>The last lines that the processes wrote.</summary>
    public string LastWords
    {
        get
        {
            lock (words) return string.Join('\n', words);
        }
    }

    /// <summary>Those whose links can be cut.</summary>
    public abstract IReadOnlyList<int> Cuttable { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Members that have processes of their own.</summary>
    protected ConcurrentDictionary<int, MemberProcess> Own { get; } = [];

    public static string NameOf(int pop) => string.Create(CultureInfo.InvariantCulture, $"pop-{pop}");

    /// <summary>The data folder of a PoP.</summary>
    public string FolderOf(int pop) => Path.Combine(data, NameOf(pop));

    /// <summary>Where a PoP answered last; 0 before it did. A PoP that starts again has another port.</summary>
    public virtual int PortOf(int pop) => Own.TryGetValue(pop, out MemberProcess? process) ? process.Port : 0;

    /// <summary>A socket that reaches a PoP at its loopback address.</summary>
    public virtual Socket SocketOf(int pop) => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Cuts some PoPs off from the others; none: cuts all links.</summary>
    public abstract Task CutAsync(params int[] pops);

    /// <summary>Makes all links whole.</summary>
    public abstract Task HealAsync();

    /// <summary>What all members say of themselves.</summary>
    public virtual async ValueTask<StatusList> StatusAsync()
    {
        List<ReplicationStatus> all = [];
        List<string> silent = [];
        foreach (int pop in Own.Keys.Where(Members.Contains).Order())
        {
            try
            {
                all.AddRange((await AskAsync(pop, HttpMethod.Get, "/v1/status", null, AdminJson.Default.StatusList)).Pops);
            }
            catch (HttpRequestException)
            {
                silent.Add(NameOf(pop));
            }
        }

        return new StatusList { Pops = all, Silent = silent };
    }

    /// <summary>Ends all at once.</summary>
    public virtual async Task StopAsync(string signal)
    {
        await Task.WhenAll(Own.Values.Select(process => process.StopAsync(signal)));
        foreach (int pop in Members) await Signals.GoneAsync(FolderOf(pop), Patience);
    }

    /// <summary>Starts all again after <see cref="StopAsync"/>, and waits until all links are open.</summary>
    public virtual async Task RestartAsync()
    {
        foreach ((int pop, MemberProcess process) in Own.OrderBy(member => member.Key)) Assert.True(await process.StartAsync(), $"{NameOf(pop)} does not start: {LastWords}");
        await UntilAsync("all links are open", AreLinksOpenAsync);
    }

    /// <summary>Sends a signal to the process of one PoP; nothing if it is down already. It is started again.</summary>
    public async Task SignalAsync(int pop, string signal)
    {
        if (await Signals.ProcessOfAsync(FolderOf(pop)) is not { } id || killed.GetValueOrDefault(pop) == id) return;
        killed[pop] = id;
        await Signals.SendAsync(id, signal);
    }

    /// <summary>Lets one more PoP join, whatever happens meanwhile; it takes reads when this ends.</summary>
    /// <returns>Its number: the lowest that nobody has. Who had it before was removed.</returns>
    public async Task<int> JoinAsync(Action<string> say)
    {
        int pop = Enumerable.Range(1, numbers.Count + 1).First(number => !numbers.Contains(number));
        numbers.Add(pop);
        for (WakingTime patience = new(Patience); !patience.IsOver(); await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, Token))
        {
            if (await TokenAsync(pop) is not { } token) continue;
            MemberProcess process = await ProcessAsync(pop);
            if (await process.StartAsync(["--join", token.Token, .. ReplicationOf(pop) is { } address ? (string[])["--replication", address] : []]))
            {
                Own[pop] = process;
                Members = [.. numbers];
                return pop;
            }

            await process.DisposeAsync();
            say($"{NameOf(pop)} did not come in, and tries once more");
            if (Directory.Exists(FolderOf(pop))) Directory.Delete(FolderOf(pop), recursive: true);
        }

        throw new InvalidOperationException($"{NameOf(pop)} does not come in: {LastWords}");
    }

    /// <summary>Waits until all others have what a PoP wrote, and takes it out; nobody may write there any more.</summary>
    public async Task RemoveAsync(int pop)
    {
        await UntilAsync($"all have everything from {NameOf(pop)}", async () => (await StatusAsync()).Pops.Where(other => other.Pop != NameOf(pop)).ToArray() is var others
            && others.Length == Members.Count - 1 && others.All(other => other.Links.Any(link => link.Peer == NameOf(pop) && link is { State: LinkState.Open, LagEntries: 0 })));
        await UntilAsync($"{NameOf(pop)} is removed", async () =>
        {
            await AskAsync(1, HttpMethod.Delete, $"/v1/pops/{NameOf(pop)}", null, AdminJson.Default.Done);
            return true;
        });
        Members = [.. Members.Where(member => member != pop)];
        if (Own.TryRemove(pop, out MemberProcess? process)) await process.DisposeAsync();
        Directory.Delete(FolderOf(pop), recursive: true);
        numbers.Remove(pop);
    }

    /// <summary>Waits until all that was written before this call is at every PoP, by what they say themselves: no lag at any link, no work going on, and stability beyond this moment.</summary>
    public async Task SettleAsync()
    {
        long start = TimeProvider.System.GetTimestamp();
        await UntilAsync("all PoPs have everything", async () => await AreLinksOpenAsync() && (await StatusAsync()).Pops.All(pop => IsQuiet(pop, TimeProvider.System.GetElapsedTime(start).TotalSeconds)));
    }

    /// <summary>Waits until all links are open and no PoP has written anything that another has not.</summary>
    public async Task ExchangeAsync() => await UntilAsync("all is exchanged", async () => await AreLinksOpenAsync() && (await StatusAsync()).Pops.All(HasAll) && (await StatusAsync()).Pops.All(HasAll));

    /// <summary>Asks again and again until something holds, with patience that has an end.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        WakingTime patience = new(Patience);
        string trouble = "";
        while (true)
        {
            try
            {
                if (await holds()) return;
            }
            catch (HttpRequestException failure)
            {
                trouble = failure.Message; // it starts again
            }

            CheckRunning();
            if (patience.IsOver()) Assert.Fail($"It does not come about that {what}. {trouble}\n{await DescribeAsync()}\n{LastWords}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);
        }
    }

    /// <summary>Resident memory of a PoP, in MB; 0 while it is down.</summary>
    public async Task<double> MegabytesOfAsync(int pop)
    {
        try
        {
            if (await Signals.ProcessOfAsync(FolderOf(pop)) is not { } id) return 0;
            using Process process = Process.GetProcessById(id);
            return process.WorkingSet64 / 1048576.0;
        }
        catch (ArgumentException)
        {
            return 0;
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (MemberProcess process in Own.Values) await process.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Begins with members 1 to a number.</summary>
    protected void Begin(int count) => numbers.UnionWith(Members = [.. Enumerable.Range(1, count)]);

    /// <summary>A process for a PoP that is not started yet.</summary>
    protected virtual Task<MemberProcess> ProcessAsync(int pop) => Task.FromResult(new MemberProcess(NameOf(pop), FolderOf(pop), null, Hear));

    /// <summary>Where others reach a PoP; null where it finds out itself.</summary>
    protected virtual string? ReplicationOf(int pop) => null;

    /// <summary>Another way to a PoP's admin API than this machine's network; null for that.</summary>
    protected virtual HttpMessageHandler? HandlerOf(int pop) => null;

    /// <summary>Fails if what runs the PoPs has ended.</summary>
    protected virtual void CheckRunning()
    {
    }

    protected async ValueTask<TAnswer> AskAsync<TAnswer>(int pop, HttpMethod method, string path, byte[]? body, System.Text.Json.Serialization.Metadata.JsonTypeInfo<TAnswer> type)
    {
        using AdminClient admin = new(FolderOf(pop), HandlerOf(pop));
        return await admin.AskAsync(method, path, body, type, Token);
    }

    protected async Task<bool> AreLinksOpenAsync() =>
        await StatusAsync() is { Silent.Count: 0 } status && status.Pops.Count == Members.Count && status.Pops.All(pop => LinksOf(pop).Count(link => link.State == LinkState.Open) == Members.Count - 1);

    /// <summary>Links to members.</summary>
    protected IEnumerable<LinkStatus> LinksOf(ReplicationStatus pop) => pop.Links.Where(link => Members.Any(member => NameOf(member) == link.Peer));

    protected void Hear(string line)
    {
        lock (words)
        {
            words.Enqueue(line);
            if (words.Count > WordsKept) words.Dequeue();
        }
    }

    private bool IsQuiet(ReplicationStatus pop, double secondsSince) => pop.StabilityAgeSeconds < secondsSince && pop.Work.All(work => work.IsDone) && HasAll(pop);

    private bool HasAll(ReplicationStatus pop) => LinksOf(pop).All(link => link is { LagEntries: 0, WaitingEntries: 0 });

    /// <summary>A token for a PoP. One that became a member and never knew is taken out first, as an operator does.</summary>
    /// <returns>Null if the central PoP does not answer now.</returns>
    private async Task<AddedPop?> TokenAsync(int pop)
    {
        byte[] request = JsonSerializer.SerializeToUtf8Bytes(new AddPop { Name = NameOf(pop), Replication = ReplicationOf(1) }, AdminJson.Default.AddPop);
        try
        {
            try
            {
                return await AskAsync(1, HttpMethod.Post, "/v1/pops", request, AdminJson.Default.AddedPop);
            }
            catch (AdminFault member) when (member.Message.Contains("is a member already", StringComparison.Ordinal))
            {
                await AskAsync(1, HttpMethod.Delete, $"/v1/pops/{NameOf(pop)}", null, AdminJson.Default.Done);
                return await AskAsync(1, HttpMethod.Post, "/v1/pops", request, AdminJson.Default.AddedPop);
            }
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private async Task<string> DescribeAsync()
    {
        try
        {
            return JsonSerializer.Serialize(await StatusAsync(), AdminJson.Default.StatusList);
        }
        catch (HttpRequestException failure)
        {
            return failure.Message;
        }
    }
}
