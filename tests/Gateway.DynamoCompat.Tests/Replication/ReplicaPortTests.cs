using System.Text.Json.Nodes;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Replication;
using Gateway.DynamoCompat.Tests.Faces;
using static Gateway.DynamoCompat.Tests.Replication.RemoteItems;

namespace Gateway.DynamoCompat.Tests.Replication;

/// <summary>What is merged and what is not, and who a store is.</summary>
public sealed class ReplicaPortTests : IAsyncDisposable
{
    private readonly FaceUnderTest face = new();

    private ReplicaPort Port => face.Replica;

    public ValueTask DisposeAsync() => face.DisposeAsync();

    [Fact]
    public async Task Each_unit_is_applied_whole_or_not_at_all_and_sees_those_before_it()
    {
        RemoteItems far = await BeginAsync();
        RemoteChange first = far.Put("a", 1, ("v", Value.String("1")));
        RemoteChange second = far.Set("a", 1, "v", Value.String("2"));
        RemoteChange third = far.Set("a", 1, "v", Value.String("3"));
        RemoteChange other = far.Put("b", 1, ("v", Value.String("1")));

        RemoteOutcome[] outcomes = Apply(Port, Unit(other, third), Unit(first), Unit(second), Unit(first), Unit(third, other), new RemoteUnit { Changes = [first with { Table = 99 }] });

        Assert.Equal(
            [
                new RemoteOutcome(RemoteResult.PredecessorMissing, 1),
                new RemoteOutcome(RemoteResult.Applied),
                new RemoteOutcome(RemoteResult.Applied),
                new RemoteOutcome(RemoteResult.AlreadySeen),
                new RemoteOutcome(RemoteResult.Applied),
                new RemoteOutcome(RemoteResult.TableUnknown, 0),
            ],
            outcomes);
        Assert.Equal("3", (string?)(await GetAsync("a", 1))!["v"]!["S"]);
        Assert.Equal("1", (string?)(await GetAsync("b", 1))!["v"]!["S"]);
    }

    [Fact]
    public async Task What_does_not_fit_spoils_nothing_else()
    {
        RemoteItems far = await BeginAsync();
        RemoteItems twin = new(new ReplicaId(7), far.Table); // makes the same stamps with other contents
        RemoteItems self = new(Port.Self, far.Table);
        Document noKey = Document.Empty(new ItemKey(new byte[] { 1, 2, 3 }));
        Delta endOfTime = EditPlanner.Plan(Document.Empty(Key("c", 1)), [new DocumentEdit.PutItem(Value.EmptyMap)], new Stamp(new HlcTime(ulong.MaxValue - 1), new ReplicaId(7)));
        RemoteChange good = far.Put("a", 1, ("v", Value.String("1")));
        twin.Put("a", 1, ("v", Value.String("other")));
        RemoteChange[] unfit =
        [
            new(far.Table, Fragment.Of(noKey), 0),
            new(far.Table, Fragment.Of(endOfTime), 0),
            self.Put("d", 1, ("v", Value.String("never made here"))),
            new(far.Table, Fragment.Of(twin["a", 1]), 0),
        ];

        RemoteOutcome[] outcomes = Apply(Port, [Unit(good), .. unfit.Select((change, at) => Unit(far.Put("e", at, ("v", Value.String("with it"))), change)), Unit(far.Put("f", 1))]);

        Assert.Equal(RemoteResult.Applied, outcomes[0].Result);
        Assert.All(outcomes[1..^1], outcome => Assert.Equal((RemoteResult.Unfit, 1), (outcome.Result, outcome.Change)));
        Assert.All(outcomes[1..^1], outcome => Assert.False(string.IsNullOrEmpty(outcome.Reason)));
        Assert.Equal(RemoteResult.Applied, outcomes[^1].Result);
        Assert.Null(await GetAsync("d", 1));
        for (int i = 0; i < unfit.Length; i++) Assert.Null(await GetAsync("e", i));
        Assert.Equal("1", (string?)(await GetAsync("a", 1))!["v"]!["S"]);
        Assert.Empty(face.Bugs);
    }

    [Fact]
    public void A_pop_that_is_alone_merges_nothing() => Assert.Throws<InvalidOperationException>(() => Port.Apply([], []));

    [Fact]
    public async Task A_stream_shows_what_is_seen_here_and_who_wrote_it()
    {
        RemoteItems far = await BeginAsync(", 'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'NEW_AND_OLD_IMAGES'}");
        Apply(Port, Unit(far.Put("a", 1, ("v", Value.String("1")))), Unit(far.Set("a", 1, "v", Value.String("2"))), Unit(far.Delete("a", 1)));
        await face.RunAsync("PutItem", $"{{'TableName': 'orders', 'Item': {Json("a", 2)}}}");

        PopRecords plain = await PopRecords.ReadAsync(face);
        face.Caller = face.Caller with { SeesLineage = true };
        PopRecords told = await PopRecords.ReadAsync(face);

        Assert.Equal(["INSERT", "MODIFY", "REMOVE", "INSERT"], plain.All.Select(record => (string?)record["eventName"]));
        Assert.Equal(["far-1", "far-1", "far-1", "eu-west-1"], plain.All.Select(record => (string?)record["awsRegion"]));
        Assert.All(plain.All, record => Assert.Null(record["originPop"]));
        Assert.Equal(["far", "far", "far", null], told.All.Select(record => (string?)record["originPop"]));
        Assert.Equal([null, "1", "2", null], plain.All.Select(record => (string?)record["dynamodb"]!["OldImage"]?["v"]?["S"]));
        Assert.All(plain.All, record => Assert.Null(record["userIdentity"]));
    }

    [Fact]
    public async Task A_new_identity_is_behind_all_that_was_written_and_survives_a_power_cut()
    {
        await BeginAsync();
        ReplicaId old = Port.Self;
        await face.RunAsync("PutItem", $"{{'TableName': 'orders', 'Item': {Json("a", 1)}}}");
        (ReplicaId renewed, long after) = Port.RenewIdentity();
        await face.RunAsync("PutItem", $"{{'TableName': 'orders', 'Item': {Json("b", 1)}}}");

        Assert.NotEqual(old, renewed);
        Assert.Equal([old], Port.Read(Table.Id, Key("a", 1))!.Context.Replicas.ToArray());
        Assert.Equal([renewed], Port.Read(Table.Id, Key("b", 1))!.Context.Replicas.ToArray());
        await face.RestartAsync(isPowerCut: true);

        Assert.Equal((renewed, true), (Port.Self, Port.IsReplicated));
        Assert.Equal([(old, 0L), (renewed, after)], Port.Identities);
        Assert.Equal([renewed], Port.Read(Table.Id, Key("b", 1))!.Context.Replicas.ToArray());
        Assert.Throws<ArgumentException>(() => Port.SetStable(Context.Of([new Stamp(HlcTime.Max, renewed)]), Context.Empty));
        Port.SetStable(Context.Of([new Stamp(HlcTime.Max, old)]), Context.Empty);
    }

    [Fact]
    public async Task Stamps_behind_a_beacon_lie_above_its_floor_also_after_a_power_cut_and_with_a_clock_that_goes_back()
    {
        await BeginAsync();
        await face.RunAsync("PutItem", $"{{'TableName': 'orders', 'Item': {Json("a", 1)}}}");
        face.Time.Advance(TimeSpan.FromHours(1));
        (HlcTime floor, long sequence) = Port.Beacon();
        Assert.True(Port.Read(Table.Id, Key("a", 1))!.Context.Highest <= floor);
        await face.Commits.WaitDurableAsync(sequence, TestContext.Current.CancellationToken);

        await face.RestartAsync(isPowerCut: true);
        face.Time.SetUtcNow(face.Time.GetUtcNow() - TimeSpan.FromHours(1));
        await face.RunAsync("PutItem", $"{{'TableName': 'orders', 'Item': {Json("b", 1)}}}");

        Assert.True(Port.Read(Table.Id, Key("b", 1))!.Context.Highest > floor);
        Assert.True(Port.Beacon().Floor >= floor);
    }

    [Fact]
    public async Task Documents_of_many_replicas_that_arrive_at_once_can_be_read_after_a_power_cut()
    {
        RemoteItems far = await BeginAsync();
        await Parallel.ForAsync(0, 8, (thread, _) =>
        {
            for (int i = 0; i < 20; i++) Assert.Equal(RemoteResult.Applied, Apply(Port, Unit(new RemoteItems(new ReplicaId((ulong)(100 + i)), far.Table).Put($"{thread}", i, ("v", Value.String("x")))))[0].Result);
            return ValueTask.CompletedTask;
        });
        await face.Commits.WaitDurableAsync(Port.Sequence, TestContext.Current.CancellationToken);
        await face.RestartAsync(isPowerCut: true);

        Assert.Equal(160, (int)(await face.RunAsync("Scan", "{'TableName': 'orders', 'Select': 'COUNT'}"))["Count"]!);
        foreach ((ItemKey key, Document document) in Port.Scan(Table.Id, 0, uint.MaxValue)) Assert.InRange(document.Context.Replicas[0].Value, 100UL, 119UL);
    }

    [Fact]
    public async Task Sequences_of_what_was_merged_are_not_given_again()
    {
        RemoteItems far = await BeginAsync();
        for (int i = 0; i < 5000; i++) Apply(Port, Unit(far.Put("a", i)));
        long last = Port.Sequence;
        await face.Commits.WaitDurableAsync(last, TestContext.Current.CancellationToken);

        Assert.True(Gateway.Storage.Log.ChangeLog.Open(face.Store).LastSequence >= last);
    }

    [Fact]
    public async Task An_observer_can_add_up_what_is_there()
    {
        RemoteItems far = await BeginAsync();
        SumObserver sums = new();
        Port.Observer = sums;
        await face.RunAsync("PutItem", $"{{'TableName': 'orders', 'Item': {Json("a", 1)}}}");
        await face.RunAsync("PutItem", $"{{'TableName': 'orders', 'Item': {Json("a", 2)}}}");
        Apply(Port, Unit(far.Put("b", 1)), Unit(far.Put("b", 2)), Unit(far.Delete("b", 1)));
        await face.RunAsync("DeleteItem", $"{{'TableName': 'orders', 'Key': {Json("a", 1)}}}");
        sums.Check(Port);
        Assert.Equal(2, sums.Count);

        face.Time.Advance(TimeSpan.FromSeconds(1));
        Context stable = Context.Of([new Stamp(Port.Beacon().Floor, Port.Self), new Stamp(HlcTime.At(1000), new ReplicaId(7))]);
        Port.SetStable(stable, stable);
        Assert.Equal(2, Port.Sweep(10));
        sums.Check(Port);
        Assert.Equal(2, sums.Count);
    }

    private ReplicatedTable Table => Port.Tables.Single(table => table.Name == "orders");

    private async Task<RemoteItems> BeginAsync(string more = "")
    {
        await face.CreateTableAsync("orders", more);
        Port.BeginReplication();
        return new RemoteItems(new ReplicaId(7), Table.Id);
    }

    private async Task<JsonObject?> GetAsync(string partition, int sort) => (JsonObject?)(await face.RunAsync("GetItem", $"{{'TableName': 'orders', 'Key': {Json(partition, sort)}}}"))["Item"];
}
