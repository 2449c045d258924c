using System.Buffers.Binary;
using System.Collections.Concurrent;
using Gateway.Storage.Commit;
using Gateway.Testing.Stores;

namespace Gateway.Storage.Tests.Commit;

public sealed class CommitLoopTests : IDisposable
{
    private readonly MemoryStore memory = new();
    private readonly FaultyStore store;

    public CommitLoopTests() => store = new FaultyStore(memory);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task A_write_is_visible_at_once_and_durable_after_the_sync()
    {
        store.HoldSyncs();
        using CommitLoop loop = new(store, 0);

        CommitTicket ticket = Put(loop, "a");
        await store.SyncArrivedAsync(Token);

        Assert.NotNull(store.Get("a"u8));
        Assert.False(ticket.Durable.IsCompleted);
        Assert.Equal(0, loop.DurableSequence);
        Assert.Equal(1, loop.WrittenSequence);

        store.ReleaseSyncs();
        await ticket.Durable;
        Assert.Equal(1, loop.DurableSequence);
        memory.Crash();
        Assert.NotNull(memory.Get("a"u8));
    }

    [Fact]
    public async Task Everything_written_during_a_sync_shares_the_next_one()
    {
        store.HoldSyncs();
        using CommitLoop loop = new(store, 0);
        CommitTicket first = Put(loop, "0");
        await store.SyncArrivedAsync(Token);

        CommitTicket[] rest = [.. Enumerable.Range(1, 100).Select(i => Put(loop, $"{i}"))];
        store.ReleaseSyncs();
        await first.Durable;
        foreach (CommitTicket ticket in rest) await ticket.Durable;

        Assert.Equal(2, store.Syncs);
        Assert.Equal(101, loop.DurableSequence);
    }

    [Fact]
    public async Task Writers_that_write_again_share_a_sync_instead_of_taking_turns()
    {
        const int Writers = 8;
        const int Writes = 200;
        using CommitLoop loop = new(store, 0);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < Writes; i++) await Put(loop, "a").Durable;
        }, Token)));

        Assert.Equal(Writers * Writes, loop.DurableSequence);
        Assert.InRange(store.Syncs, Writes, Writers * Writes);
    }

    [Fact]
    public async Task Sequences_go_on_where_the_store_ended_and_a_write_of_many_changes_takes_many()
    {
        using CommitLoop loop = new(store, 41);

        Assert.Equal(42, loop.Write(3, static (batch, first) => batch.Put("a"u8, [])).FirstSequence);
        CommitTicket unlogged = loop.Write(0, static (batch, first) => batch.Put("b"u8, []));
        CommitTicket last = loop.Write(1, static (batch, first) => batch.Put("c"u8, []));

        Assert.True(unlogged.IsWritten);
        Assert.Equal(45, last.FirstSequence);
        await last.Durable;
        await unlogged.Durable;
        Assert.Equal(45, loop.DurableSequence);
    }

    [Fact]
    public async Task The_watermark_never_passes_a_write_that_has_not_ended()
    {
        using CommitLoop loop = new(store, 0);
        using SemaphoreSlim begun = new(0);
        using ManualResetEventSlim mayEnd = new();
        Task slow = Task.Run(() => loop.Write(1, (batch, first) =>
        {
            begun.Release();
            mayEnd.Wait(Token);
        }), Token);
        await begun.WaitAsync(Token);

        await Put(loop, "after").Durable;
        ValueTask passed = loop.WaitDurableAsync(2, Token);
        Assert.Equal(0, loop.DurableSequence);
        Assert.Equal(0, loop.WrittenSequence);
        Assert.False(passed.IsCompleted);

        mayEnd.Set();
        await slow;
        await passed;
        Assert.Equal(2, loop.DurableSequence);
    }

    [Fact]
    public async Task A_torn_write_throws_and_does_not_hold_the_watermark()
    {
        using CommitLoop loop = new(store, 0);
        store.TearWrites(1);

        Assert.Equal(StoreFaultKind.Failed, Assert.Throws<StoreFault>(() => Put(loop, "torn")).Kind);
        Assert.Null(store.Get("torn"u8));

        CommitTicket next = Put(loop, "next");
        Assert.Equal(2, next.FirstSequence);
        await loop.WaitDurableAsync(2, Token);
    }

    [Fact]
    public async Task A_write_that_fails_lets_those_pass_who_wait_for_it_and_syncs_nothing()
    {
        using CommitLoop loop = new(store, 0);
        ValueTask first = loop.WaitDurableAsync(1, Token);
        store.TearWrites(1);
        Assert.Throws<StoreFault>(() => Put(loop, "torn"));
        await first;
        Assert.Equal(0, store.Syncs);

        store.HoldSyncs();
        CommitTicket second = Put(loop, "second");
        await store.SyncArrivedAsync(Token);
        ValueTask third = loop.WaitDurableAsync(3, Token);
        store.TearWrites(1);
        Assert.Throws<StoreFault>(() => Put(loop, "torn"));
        store.ReleaseSyncs();
        await third;

        Assert.True(second.Durable.IsCompletedSuccessfully);
        Assert.Equal(1, store.Syncs);
    }

    [Fact]
    public async Task A_fill_that_throws_writes_nothing_and_does_not_hold_the_watermark()
    {
        using CommitLoop loop = new(store, 0);

        Assert.Throws<FormatException>(() => loop.Write(1, (batch, _) =>
        {
            batch.Put("half"u8, []);
            throw new FormatException();
        }));
        await Put(loop, "next").Durable;

        Assert.Null(store.Get("half"u8));
        await loop.WaitDurableAsync(2, Token);
    }

    [Fact]
    public async Task A_requirement_that_does_not_hold_writes_nothing_and_says_so()
    {
        using CommitLoop loop = new(store, 0);
        await Put(loop, "a").Durable;

        CommitTicket refused = loop.Write(1, (batch, _) =>
        {
            batch.Require("a"u8, null);
            batch.Put("b"u8, []);
        });

        Assert.False(refused.IsWritten);
        await refused.Durable;
        Assert.Null(store.Get("b"u8));
    }

    [Fact]
    public async Task After_a_failed_sync_nothing_is_written_any_more_and_it_is_said_once()
    {
        List<StoreFault> said = [];
        CommitLoop loop = new(store, 0, onFailure: said.Add);
        await Put(loop, "kept").Durable;
        ValueTask future = loop.WaitDurableAsync(100, Token);
        store.HoldSyncs();
        store.FailSyncs(1);
        CommitTicket failing = Put(loop, "a");
        await store.SyncArrivedAsync(Token);
        await store.SyncArrivedAsync(Token);
        CommitTicket behind = Put(loop, "b");
        store.ReleaseSyncs();

        Assert.Equal(StoreFaultKind.Failed, (await Assert.ThrowsAsync<StoreFault>(() => failing.Durable.AsTask())).Kind);
        Assert.Equal(StoreFaultKind.Failed, (await Assert.ThrowsAsync<StoreFault>(() => behind.Durable.AsTask())).Kind);
        await Assert.ThrowsAsync<StoreFault>(() => future.AsTask());
        Assert.Equal(StoreFaultKind.Failed, Assert.Throws<StoreFault>(() => Put(loop, "c")).Kind);
        await Assert.ThrowsAsync<StoreFault>(() => loop.WaitDurableAsync(2, Token).AsTask());
        Assert.Equal(1, loop.DurableSequence);

        loop.Dispose();
        StoreFault only = Assert.Single(said);
        Assert.IsType<StoreFault>(only.InnerException);
        memory.Crash();
        Assert.NotNull(memory.Get("kept"u8));
        Assert.Null(memory.Get("a"u8));
    }

    [Fact]
    public async Task A_write_that_ends_after_a_failed_sync_is_not_acknowledged_and_does_not_move_the_watermark()
    {
        using CommitLoop loop = new(store, 0);
        using SemaphoreSlim begun = new(0);
        using ManualResetEventSlim mayEnd = new();
        Task<CommitTicket> slow = Task.Run(() => WriteSlowly(false), Token);
        Task<CommitTicket> torn = Task.Run(() => WriteSlowly(true), Token);
        await begun.WaitAsync(Token);
        await begun.WaitAsync(Token);
        store.FailSyncs(1);
        await Assert.ThrowsAsync<StoreFault>(() => Put(loop, "a").Durable.AsTask());

        mayEnd.Set();
        await Assert.ThrowsAsync<FormatException>(() => torn);
        await Assert.ThrowsAsync<StoreFault>(async () => await (await slow).Durable);
        Assert.Equal(0, loop.DurableSequence);

        CommitTicket WriteSlowly(bool fail) => loop.Write(1, (_, _) =>
        {
            begun.Release();
            mayEnd.Wait(Token);
            if (fail) throw new FormatException();
        });
    }

    [Fact]
    public async Task A_full_disk_refuses_the_write_and_room_lets_the_next_one_through()
    {
        using CommitLoop loop = new(store, 0);
        store.FillDisk();
        Assert.Equal(StoreFaultKind.Full, Assert.Throws<StoreFault>(() => Put(loop, "a")).Kind);

        store.FreeDisk();
        await Put(loop, "b").Durable;
        Assert.NotNull(store.Get("b"u8));
    }

    [Fact]
    public async Task Closing_waits_for_what_was_written_and_then_refuses()
    {
        store.HoldSyncs();
        CommitLoop loop = new(store, 0);
        CommitTicket first = Put(loop, "a");
        await store.SyncArrivedAsync(Token);
        CommitTicket second = Put(loop, "b");
        ValueTask never = loop.WaitDurableAsync(3, Token);

        Task closing = Task.Run(loop.Dispose, Token);
        store.ReleaseSyncs();
        await closing;

        Assert.True(first.Durable.IsCompletedSuccessfully);
        Assert.True(second.Durable.IsCompletedSuccessfully);
        Assert.Equal(StoreFaultKind.Closed, Assert.Throws<StoreFault>(() => Put(loop, "c")).Kind);
        Assert.Equal(StoreFaultKind.Closed, (await Assert.ThrowsAsync<StoreFault>(() => never.AsTask())).Kind);
        loop.Dispose();
    }

    [Fact]
    public async Task Closing_waits_for_a_write_that_has_begun()
    {
        CommitLoop loop = new(store, 0);
        using SemaphoreSlim begun = new(0);
        using ManualResetEventSlim mayEnd = new();
        Task<CommitTicket> slow = Task.Run(() => loop.Write(1, (batch, first) =>
        {
            begun.Release();
            mayEnd.Wait(Token);
        }), Token);
        await begun.WaitAsync(Token);

        Task closing = Task.Run(loop.Dispose, Token);
        Assert.False(closing.IsCompleted);
        mayEnd.Set();
        await closing;

        Assert.True((await slow).Durable.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_wait_for_a_sequence_can_be_given_up()
    {
        using CommitLoop loop = new(store, 0);
        using CancellationTokenSource source = new();
        ValueTask waiting = loop.WaitDurableAsync(1, source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.AsTask());
    }

    [Fact]
    public async Task Left_to_the_operating_system_a_write_is_acknowledged_at_once_and_never_synced()
    {
        using CommitLoop loop = new(store, 0, Durability.Os);
        ValueTask waiting = loop.WaitDurableAsync(2, Token);

        CommitTicket first = Put(loop, "a");
        Assert.True(first.Durable.IsCompletedSuccessfully);
        Assert.Equal(1, loop.DurableSequence);
        Assert.False(waiting.IsCompleted);

        Put(loop, "b");
        await waiting;
        Assert.Equal(0, store.Syncs);
        loop.Dispose();
        Assert.Throws<StoreFault>(() => Put(loop, "c"));
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_power_goes()
    {
        CommitLoop loop = new(store, 0);
        ConcurrentBag<long> acknowledged = [];
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task[] writers = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(() => WriteUntilRefused(loop, acknowledged), Token))];
        Task watcher = Task.Run(() => Watch(loop, stop.Token), Token);

        await loop.WaitDurableAsync(2_000, Token);
        store.FailSyncs(1);
        await Task.WhenAll(writers);
        await stop.CancelAsync();
        await watcher;
        loop.Dispose();
        memory.Crash();

        Assert.True(acknowledged.Count >= 1_990);
        Assert.All(acknowledged, sequence => Assert.NotNull(memory.Get(KeyOf(sequence))));
        for (long sequence = 1; sequence <= loop.DurableSequence; sequence++) Assert.NotNull(memory.Get(KeyOf(sequence)));
    }

    private static async Task WriteUntilRefused(CommitLoop loop, ConcurrentBag<long> acknowledged)
    {
        try
        {
            while (true)
            {
                CommitTicket ticket = loop.Write(1, static (batch, first) => batch.Put(KeyOf(first), [1]));
                await ticket.Durable;
                acknowledged.Add(ticket.FirstSequence);
                Assert.True(loop.WrittenSequence >= loop.DurableSequence);
            }
        }
        catch (StoreFault)
        {
            // the end of the test
        }
    }

    /// <summary>Looks, again and again, whether everything up to the watermark can be read.</summary>
    private void Watch(CommitLoop loop, CancellationToken stop)
    {
        long seen = 0;
        while (!stop.IsCancellationRequested)
        {
            long upTo = loop.DurableSequence;
            Assert.True(upTo >= seen);
            for (long sequence = seen + 1; sequence <= upTo; sequence++) Assert.NotNull(memory.Get(KeyOf(sequence)));
            seen = upTo;
        }
    }

    private static CommitTicket Put(CommitLoop loop, string key) => loop.Write(1, (batch, _) => batch.Put(System.Text.Encoding.UTF8.GetBytes(key), [1]));

    private static byte[] KeyOf(long sequence)
    {
        byte[] key = new byte[9];
        key[0] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(1), sequence);
        return key;
    }
}
