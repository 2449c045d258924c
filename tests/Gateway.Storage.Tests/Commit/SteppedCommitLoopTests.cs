using Gateway.Storage.Commit;
using Gateway.Testing.Stores;

namespace Gateway.Storage.Tests.Commit;

public sealed class SteppedCommitLoopTests
{
    [Fact]
    public void Without_a_thread_a_write_becomes_durable_with_a_step_and_who_waits_goes_on_within_it()
    {
        using MemoryStore store = new();
        using CommitLoop loop = new(store, 0, isStepped: true);
        Assert.False(loop.SyncNow());

        CommitTicket ticket = loop.Write(1, (batch, _) => batch.Put("a"u8, "a"u8));
        List<int> threads = [];
        Task waiting = NoteAsync(ticket, threads);
        Assert.Equal(0, loop.DurableSequence);
        Assert.Empty(threads);

        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        Assert.True(loop.SyncNow());
        SynchronizationContext.SetSynchronizationContext(before);

        Assert.Equal([Environment.CurrentManagedThreadId], threads);
        Assert.True(waiting.IsCompletedSuccessfully);
        Assert.Equal(1, loop.DurableSequence);
        Assert.False(loop.SyncNow());
    }

    [Fact]
    public void Of_many_who_wait_for_one_step_each_goes_on_within_it_in_their_order()
    {
        using MemoryStore store = new();
        using CommitLoop loop = new(store, 0, isStepped: true);
        CommitTicket ticket = loop.Write(1, (batch, _) => batch.Put("a"u8, "a"u8));
        List<int> threads = [];
        List<int> order = [];
        Task[] waiting = [.. Enumerable.Range(0, 5).Select(async one =>
        {
            await NoteAsync(ticket, threads).ConfigureAwait(false);
            order.Add(one);
        })];

        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        loop.SyncNow();
        SynchronizationContext.SetSynchronizationContext(before);

        Assert.All(waiting, one => Assert.True(one.IsCompletedSuccessfully));
        Assert.Equal([0, 1, 2, 3, 4], order);
        Assert.All(threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
        Assert.True(ticket.Durable.IsCompletedSuccessfully);
    }

    [Fact]
    public void Closing_makes_durable_what_was_written_last()
    {
        using MemoryStore store = new();
        using (CommitLoop loop = new(store, 0, isStepped: true)) loop.Write(1, (batch, _) => batch.Put("a"u8, "a"u8));
        store.Crash();
        Assert.NotNull(store.Get("a"u8));
    }

    private static async Task NoteAsync(CommitTicket ticket, List<int> threads)
    {
        await ticket.Durable.ConfigureAwait(false);
        threads.Add(Environment.CurrentManagedThreadId);
    }
}
