using System.Text.Json.Nodes;
using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Replication;
using Gateway.DynamoCompat.Tests.Faces;
using Gateway.Storage;
using Gateway.Storage.Keys;
using Gateway.Storage.Log;

namespace Gateway.DynamoCompat.Tests.Replication;

/// <summary>A PoP that is a member: a face, what it wrote, and what others wrote and it still has to merge.</summary>
internal sealed class PopUnderTest(string name) : IAsyncDisposable
{
    private readonly List<RemoteUnit> waiting = [];
    private long position;

    public string Name => name;

    public FaceUnderTest Face { get; } = new();

    public ReplicaPort Port => Face.Replica;

    /// <summary>Everything that this PoP was ever sent.</summary>
    public List<RemoteUnit> Sent { get; } = [];

    /// <summary>The table that all tests use.</summary>
    public ReplicatedTable Orders => Port.Tables.Single(table => table.Name == "orders");

    /// <summary>Three PoPs with a table that has an index and a stream; its id is the same at all, because they have the same chance.</summary>
    public static async Task<PopUnderTest[]> ThreeAsync(string more = "")
    {
        PopUnderTest[] pops = [new("one"), new("two"), new("three")];
        foreach (PopUnderTest pop in pops)
        {
            await pop.Face.CreateTableAsync("orders", ", 'GlobalSecondaryIndexes': [{'IndexName': 'byG', 'KeySchema': [{'AttributeName': 'g', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}}], 'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'NEW_AND_OLD_IMAGES'}" + more);
            pop.Port.BeginReplication();
        }

        return pops;
    }

    /// <summary>What was written here since the last call.</summary>
    public async Task<List<RemoteUnit>> ShipAsync()
    {
        await Face.Commits.WaitDurableAsync(Face.Commits.AssignedSequence, TestContext.Current.CancellationToken);
        LogPage page = new LogReader(ChangeLog.Open(Face.Store), Face.Commits).Read(position, int.MaxValue, int.MaxValue);
        position = page.Position;
        List<RemoteUnit> units = [];
        List<RemoteChange> changes = [];
        foreach (LogEntry entry in page.Entries)
        {
            Assert.True(Port.TryFindTable(entry.Table, out ReplicatedTable? table));
            changes.Add(new RemoteChange(table.Id, Fragment.Of(DeltaCodec.DecodeForeign(entry.Delta.ToArray())), entry.Milliseconds));
            if (!entry.EndsTransaction) continue;
            units.Add(new RemoteUnit { Changes = [.. changes], Origin = name, OriginRegion = $"region-{name}" });
            changes.Clear();
        }

        return units;
    }

    public void Send(IEnumerable<RemoteUnit> units)
    {
        RemoteUnit[] all = [.. units];
        waiting.AddRange(all);
        Sent.AddRange(all);
    }

    /// <summary>Merges some of what waits, in any order, some of it twice.</summary>
    /// <returns>False if nothing is left.</returns>
    public bool Merge(Random random, int max = int.MaxValue)
    {
        if (waiting.Count == 0) return false;
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(waiting));
        int count = Math.Min(max, waiting.Count);
        RemoteUnit[] some = [.. waiting[..count], .. waiting[..(count / 4)]];
        RemoteOutcome[] outcomes = new RemoteOutcome[some.Length];
        Port.Apply(some, outcomes);
        waiting.RemoveRange(0, count);
        for (int i = 0; i < some.Length; i++)
        {
            Assert.True(outcomes[i].Result is RemoteResult.Applied or RemoteResult.AlreadySeen or RemoteResult.PredecessorMissing, outcomes[i].ToString());
            if (outcomes[i].Result == RemoteResult.PredecessorMissing && i < count) waiting.Add(some[i]);
        }

        return true;
    }

    /// <summary>The content of every document, by its key.</summary>
    public Dictionary<string, UInt128> Hashes() => Documents().ToDictionary(item => item.Key.ToString(), item => DocumentHash.Of(item.Document));

    public List<(ItemKey Key, Document Document)> Documents() => [.. Port.Scan(Orders.Id, 0, uint.MaxValue)];

    /// <summary>All items, and all that the index shows, in order.</summary>
    public async Task<string> ReadAllAsync()
    {
        JsonObject items = await Face.RunAsync("Scan", "{'TableName': 'orders'}");
        JsonObject entries = await Face.RunAsync("Scan", "{'TableName': 'orders', 'IndexName': 'byG'}");
        return items.ToJsonString() + entries.ToJsonString();
    }

    public async Task<IReadOnlyList<JsonObject>> RecordsAsync() => (await PopRecords.ReadAsync(Face)).All;

    /// <summary>The keys of a space without their first byte.</summary>
    public List<string> KeysOf(KeySpace space)
    {
        List<string> keys = [];
        using IStoreSnapshot snapshot = Face.Store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(new[] { (byte)space }));
        while (cursor.MoveNext()) keys.Add(Convert.ToHexStringLower(cursor.Key[1..]));
        return keys;
    }

    /// <summary>Says at all PoPs that all of them have merged all that there is.</summary>
    public static Context Settle(PopUnderTest[] pops, bool isEverywhere = true)
    {
        foreach (PopUnderTest pop in pops) pop.Face.Time.Advance(TimeSpan.FromSeconds(1)); // past all stamps that had to be ahead of their clock
        Context stable = Context.Of(pops.Select(pop => new Stamp(pop.Port.Beacon().Floor, pop.Port.Self)));
        foreach (PopUnderTest pop in pops) pop.Port.SetStable(stable, isEverywhere ? stable : Context.Empty);
        return stable;
    }

    public ValueTask DisposeAsync() => Face.DisposeAsync();
}
