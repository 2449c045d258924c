using System.Text.Json.Nodes;
using Gateway.Replication.Following;
using Gateway.Replication.Links;
using Gateway.Replication.Messages;
using Gateway.Replication.Replica;
using Gateway.Testing;

namespace Gateway.Api.Tests.Following;

/// <summary>A central PoP and two others with a table whose items live where they are written, and links that a test moves by hand.</summary>
internal sealed class FollowingCluster : IAsyncDisposable
{
    private const int MovesMax = 20_000;

    private readonly Random random;
    private readonly FollowOptions options;
    private readonly List<LinkEnd> ends = [];
    private readonly PopProfile[] all;

    private FollowingCluster(int seed, FollowOptions options)
    {
        random = new Random(seed);
        this.options = options;
        all = [new("central", "r1", [], true), new("two", "r2", ["near"], false), new("three", "r3", [], false)];
        FollowingPop[] pops = [.. all.Select(profile => new FollowingPop(profile, all, Time, random, options))];
        (Central, Two, Three) = (pops[0], pops[1], pops[2]);
        Heal();
    }

    public ManualTimeProvider Time { get; } = new();

    public FollowingPop Central { get; private set; }

    public FollowingPop Two { get; private set; }

    public FollowingPop Three { get; private set; }

    /// <summary>What arrives instead of a frame that a PoP sends.</summary>
    public Func<FollowingPop, Frame, IEnumerable<Frame>> Disguise { get; set; } = (_, frame) => [frame];

    /// <summary>Called after each frame that arrives.</summary>
    public Action? Arrived { get; set; }

    /// <summary>PoPs whose frames stay where they are, while their links look whole.</summary>
    public HashSet<FollowingPop> Silent { get; } = [];

    /// <param name="seed">Everything happens as it does with this seed.</param>
    /// <param name="options">Bounds of following; null for the usual ones.</param>
    public static async Task<FollowingCluster> StartAsync(int seed = 1, FollowOptions? options = null)
    {
        FollowingCluster cluster = new(seed, options ?? new FollowOptions());
        await cluster.DoAsync(cluster.Central, "CreateTable", """
            {'TableName': 'users', 'BillingMode': 'PAY_PER_REQUEST', 'Tags': [{'Key': 'edge:scope', 'Value': 'local'}],
             'AttributeDefinitions': [{'AttributeName': 'pk', 'AttributeType': 'S'}, {'AttributeName': 'sk', 'AttributeType': 'N'}],
             'KeySchema': [{'AttributeName': 'pk', 'KeyType': 'HASH'}, {'AttributeName': 'sk', 'KeyType': 'RANGE'}]}
            """);
        await cluster.UntilAsync(() => cluster.Two.HasTable && cluster.Three.HasTable);
        for (int i = 0; i < 10; i++) await cluster.MoveAsync(); // and it is on their disks
        return cluster;
    }

    /// <summary>Ends all links.</summary>
    public void Cut()
    {
        foreach (LinkEnd end in ends) end.Close();
        ends.Clear();
    }

    /// <summary>Ends the links of one PoP.</summary>
    public void Cut(FollowingPop pop)
    {
        foreach (LinkEnd end in ends.Where(end => end.Here == pop || end.There == pop)) end.Close();
        ends.RemoveAll(end => end.Here == pop || end.There == pop);
    }

    /// <summary>One side of a link.</summary>
    public PeerLink LinkOf(FollowingPop here, FollowingPop there) => ends.Single(end => end.Here == here && end.There == there).Link;

    /// <summary>Ends a PoP and starts it again on the same disk.</summary>
    public async Task<FollowingPop> RestartAsync(FollowingPop pop)
    {
        Cut();
        Assert.Empty(pop.Bugs);
        pop.IsLazy = false;
        await pop.StopAsync();
        return Start(pop);
    }

    /// <summary>Lets a PoP lose its power, and starts it again on what is left on its disk.</summary>
    public FollowingPop Crash(FollowingPop pop)
    {
        Cut();
        Assert.Empty(pop.Bugs);
        pop.Die();
        return Start(pop);
    }

    private FollowingPop Start(FollowingPop pop)
    {
        FollowingPop started = new(pop.Profile, all, Time, random, options, pop.Platter);
        if (pop == Central) Central = started;
        else if (pop == Two) Two = started;
        else Three = started;
        Heal();
        return started;
    }

    /// <summary>Makes the links that there are not.</summary>
    public void Heal()
    {
        FollowingPop[] pops = [Central, Two, Three];
        LinkEnd[] made = [.. pops.SelectMany(one => pops.Where(pop => pop != one && !ends.Exists(end => end.Here == one && end.There == pop)).Select(other => new LinkEnd(one, other)))];
        ends.AddRange(made);
        foreach (LinkEnd end in made) end.Link.Begin();
    }

    /// <summary>
    /// Makes links anew that were refused, as a PoP does by itself: one that lost its power twice before its start was on its disk had told its peers of a start that it does not know any
    /// more, and takes a new id.
    /// </summary>
    public void MakeAgain()
    {
        LinkEnd[] refused = [.. ends.Where(end => end.Link.State == LinkState.Refused)];
        foreach (LinkEnd end in refused) end.Part.Close();
        ends.RemoveAll(end => Array.Exists(refused, one => (one.Here == end.Here && one.There == end.There) || (one.Here == end.There && one.There == end.Here)));
        Heal();
    }

    /// <summary>Runs a request while the links go on.</summary>
    public async Task<JsonObject> DoAsync(FollowingPop pop, string operation, string json)
    {
        Task<JsonObject> running = pop.RunAsync(operation, json);
        await UntilAsync(() => running.IsCompleted);
        return await running;
    }

    public Task PutAsync(FollowingPop pop, string user, int at, int n) => DoAsync(pop, "PutItem", $"{{'TableName': 'users', 'Item': {{'pk': {{'S': '{user}'}}, 'sk': {{'N': '{at}'}}, 'n': {{'N': '{n}'}}}}}}");

    public Task AddAsync(FollowingPop pop, string user, int at, int n) => DoAsync(pop, "UpdateItem", $"{{'TableName': 'users', 'Key': {{'pk': {{'S': '{user}'}}, 'sk': {{'N': '{at}'}}}}, 'UpdateExpression': 'ADD n :n', 'ExpressionAttributeValues': {{':n': {{'N': '{n}'}}}}}}");

    public Task DeleteAsync(FollowingPop pop, string user, int at) => DoAsync(pop, "DeleteItem", $"{{'TableName': 'users', 'Key': {{'pk': {{'S': '{user}'}}, 'sk': {{'N': '{at}'}}}}}}");

    /// <summary>The numbers of a user's items, by request.</summary>
    public async Task<string> QueryAsync(FollowingPop pop, string user) => Shown(await DoAsync(pop, "Query", $"{{'TableName': 'users', 'KeyConditionExpression': 'pk = :u', 'ExpressionAttributeValues': {{':u': {{'S': '{user}'}}}}}}"));

    /// <summary>The numbers of all items that are at a PoP: a scan asks nobody.</summary>
    public async Task<string> HereAsync(FollowingPop pop) => Shown(await DoAsync(pop, "Scan", "{'TableName': 'users'}"));

    /// <summary>Runs a request that may be refused while the links go on.</summary>
    public async Task<(int Status, string Answer)> AskAsync(FollowingPop pop, string operation, string json)
    {
        Task<(int Status, string Answer)> running = pop.TryAsync(operation, json);
        await UntilAsync(() => running.IsCompleted);
        return await running;
    }

    /// <summary>Runs a request at a PoP whose links stand still.</summary>
    public static async Task<(int Status, string Answer)> TryAsync(FollowingPop pop, string operation, string json)
    {
        Task<(int Status, string Answer)> running = pop.TryAsync(operation, json);
        for (int i = 0; i < MovesMax && !running.IsCompleted; i++) pop.Turn();
        Assert.True(running.IsCompleted, "It does not end.");
        return await running;
    }

    /// <summary>Goes on until all that a PoP shows of a user is as expected.</summary>
    public async Task ShowsAsync(FollowingPop pop, string user, string expected)
    {
        string shown = "";
        for (int i = 0; i < 500 && shown != expected; i++)
        {
            await MoveAsync();
            shown = await QueryAsync(pop, user);
        }

        Assert.Equal(expected, shown);
    }

    /// <summary>Goes on until something is so.</summary>
    public async Task UntilAsync(Func<bool> isSo)
    {
        for (int i = 0; !isSo(); i++)
        {
            Assert.True(i < MovesMax, "It did not happen.");
            await MoveAsync();
        }
    }

    /// <summary>Lets time pass while the links go on.</summary>
    public async Task PassAsync(TimeSpan time, TimeSpan step)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += step)
        {
            Time.Advance(step);
            for (int i = 0; i < 5; i++) await MoveAsync();
        }
    }

    /// <summary>Delivers what is under way, and calls everybody once.</summary>
    public Task MoveAsync()
    {
        foreach (LinkEnd end in ends.Where(end => !Silent.Contains(end.Here)).ToArray())
        {
            LinkEnd other = ends.Single(far => far.Here == end.There && far.There == end.Here);
            while (end.Outbox.TryDequeue(out Frame? frame))
            {
                foreach (Frame sent in Disguise(end.Here, frame)) other.Link.OnFrame(FramePacker.Unpack(FramePacker.Pack(sent)), other.Here.Node.House.Now);
                Arrived?.Invoke();
            }
        }

        foreach (FollowingPop pop in (FollowingPop[])[Central, Two, Three]) pop.Node.Step(pop.Node.House.Now);
        foreach (LinkEnd end in ends.ToArray()) Step(end);

        foreach (FollowingPop pop in (FollowingPop[])[Central, Two, Three]) pop.Turn();
        Time.Advance(TimeSpan.FromMilliseconds(1));
        return Task.CompletedTask;
    }

    /// <summary>A link that was silent for too long is made anew, as its owner does.</summary>
    private void Step(LinkEnd end)
    {
        if (!ends.Contains(end)) return;
        try
        {
            end.Link.Step(end.Here.Node.House.Now);
            if (end.Link.NeedsRepair) end.Link.Repaired(); // what a store wrote before it was a member is about itself: comparing finds nothing
        }
        catch (IOException)
        {
            foreach (LinkEnd side in ends.Where(side => side == end || (side.Here == end.There && side.There == end.Here)).ToArray())
            {
                side.Close();
                ends.Remove(side);
                ends.Add(new LinkEnd(side.Here, side.There));
                ends[^1].Link.Begin();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(Central.Bugs.Concat(Two.Bugs).Concat(Three.Bugs));
        foreach (FollowingPop pop in (FollowingPop[])[Central, Two, Three]) await pop.DisposeAsync();
    }

    private static string Shown(JsonObject page) => string.Join(' ', page["Items"]!.AsArray().Select(item => $"{item!["sk"]!["N"]}={item["n"]?["N"]}").Order(StringComparer.Ordinal));

    private sealed class LinkEnd
    {
        public LinkEnd(FollowingPop here, FollowingPop there)
        {
            (Here, There) = (here, there);
            Link = new PeerLink(here.Node.House, there.Profile, Outbox.Enqueue, here.Node.House.Now);
            Part = here.Follower.Equip(Link, Outbox.Enqueue, () => { });
        }

        public FollowingPop Here { get; }

        public FollowingPop There { get; }

        public Queue<Frame> Outbox { get; } = new();

        public PeerLink Link { get; }

        public FollowPart Part { get; }

        public void Close()
        {
            Part.Close();
            Link.Close();
        }
    }
}
