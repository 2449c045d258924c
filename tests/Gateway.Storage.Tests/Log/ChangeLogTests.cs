using Gateway.Storage.Commit;
using Gateway.Storage.Log;
using Gateway.Testing.Stores;

namespace Gateway.Storage.Tests.Log;

public sealed class ChangeLogTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly MemoryStore memory = new();
    private readonly FaultyStore store;
    private ChangeLog log;
    private CommitLoop commits;

    public ChangeLogTests()
    {
        store = new FaultyStore(memory);
        log = ChangeLog.Open(store);
        commits = new CommitLoop(store, log.LastSequence);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private LogReader Reader => new(log, commits);

    public void Dispose()
    {
        commits.Dispose();
        store.Dispose();
    }

    [Fact]
    public async Task Entries_are_read_in_order_from_any_position()
    {
        await AppendAsync(10);

        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), Reader.Read(0).Entries.Select(entry => entry.Sequence));
        LogPage page = Reader.Read(4, entriesMax: 3);
        Assert.Equal([5L, 6L, 7L], page.Entries.Select(entry => entry.Sequence));
        Assert.Equal(7, page.Position);
        Assert.Empty(Reader.Read(10).Entries);
        Assert.Equal(10, Reader.Read(10).Position);
    }

    [Fact]
    public async Task A_page_ends_when_it_is_large_enough()
    {
        await AppendAsync(10);
        int bytes = Reader.Read(0).Entries[0].Delta.Length;

        Assert.Equal(2, Reader.Read(0, bytesMax: bytes + 20).Entries.Count);
    }

    [Fact]
    public async Task A_transaction_is_never_cut()
    {
        await AppendAsync(1);
        CommitTicket ticket = commits.Write(3, (batch, first) =>
        {
            for (int i = 0; i < 3; i++) ChangeLog.Append(batch, first + i, Entry(0) with { TransactionSize = 3, TransactionPosition = i });
        });
        await ticket.Durable;
        await AppendAsync(1);

        Assert.Equal([1L, 2L, 3L, 4L], Reader.Read(0, entriesMax: 2).Entries.Select(entry => entry.Sequence));
        Assert.Equal([2L, 3L, 4L], Reader.Read(1, entriesMax: 1).Entries.Select(entry => entry.Sequence));
    }

    [Fact]
    public async Task What_is_not_durable_is_not_read()
    {
        await AppendAsync(1);
        store.HoldSyncs();
        Append(0);
        ValueTask<LogPage> more = Reader.ReadAsync(1, token: Token);

        Assert.Single(Reader.Read(0).Entries);
        Assert.False(more.IsCompleted);

        store.ReleaseSyncs();
        Assert.Equal(2, (await more).Position);
    }

    [Fact]
    public async Task A_reader_passes_sequences_that_hold_nothing()
    {
        ValueTask<LogPage> first = Reader.ReadAsync(0, token: Token);
        store.TearWrites(2);
        Assert.Throws<StoreFault>(() => Append(0));
        Assert.Throws<StoreFault>(() => Append(0));
        Assert.False(first.IsCompleted);
        await AppendAsync(1);

        Assert.Equal(3, Assert.Single((await first).Entries).Sequence);
        Assert.Equal(3, Reader.Read(0, entriesMax: 1).Position);
    }

    [Fact]
    public async Task A_stream_of_entries_goes_on_while_others_write()
    {
        Task writing = Task.Run(() => AppendAsync(2_000), Token);
        long expected = 1;
        await foreach (LogEntry entry in Reader.StreamAsync(0, Token))
        {
            Assert.Equal(expected, entry.Sequence);
            if (expected++ == 2_000) break;
        }

        await writing;
    }

    [Fact]
    public async Task A_stream_ends_with_a_fault_when_the_store_closes()
    {
        Task<LogPage> waiting = Reader.ReadAsync(0, token: Token).AsTask();
        commits.Dispose();

        Assert.Equal(StoreFaultKind.Closed, (await Assert.ThrowsAsync<StoreFault>(() => waiting)).Kind);
    }

    [Fact]
    public async Task Sequences_are_never_given_twice_also_after_a_crash_or_a_trim_of_everything()
    {
        await AppendAsync(3_000);
        store.TearWrites(500);
        for (int i = 0; i < 500; i++) Assert.Throws<StoreFault>(() => Append(0));
        long given = commits.WrittenSequence;
        Assert.Equal(3_500, given);

        Restart(crash: true);
        Assert.True(log.LastSequence >= given);
        Assert.Equal(3_000, Reader.Read(2_999).Position);

        await AppendAsync(2_000);
        given = commits.WrittenSequence;
        Assert.Equal(given, new LogTrimmer(log, TimeSpan.Zero).Step(Start.AddDays(1), long.MaxValue));
        Restart(crash: true);
        Assert.True(log.LastSequence >= given);
        Assert.True(Append(0).FirstSequence > given);
    }

    [Fact]
    public async Task What_is_old_and_passed_by_all_readers_is_trimmed()
    {
        for (int hour = 0; hour < 48; hour++) await AppendAsync(100, Start.AddHours(hour));
        LogTrimmer trimmer = new(log, TimeSpan.FromHours(24));

        Assert.Equal(0, trimmer.Step(Start.AddHours(48), readersPosition: 0));
        Assert.Equal(1_700, trimmer.Step(Start.AddHours(48), readersPosition: 1_700));
        Assert.Equal(1_700, trimmer.Step(Start.AddHours(48), readersPosition: 2_600)); // not worth it yet
        Assert.Equal(3_000, trimmer.Step(Start.AddHours(54), readersPosition: long.MaxValue)); // written before hour 30

        Assert.True(Reader.Read(2_999).IsTrimmed);
        Assert.Equal(3_001, Reader.Read(3_000, entriesMax: 1).Entries[0].Sequence);
        Assert.True((await Reader.ReadAsync(0, token: Token)).IsTrimmed);
        await Assert.ThrowsAsync<StoreFault>(async () => await Reader.StreamAsync(0, Token).GetAsyncEnumerator(Token).MoveNextAsync());

        Restart(crash: false);
        Assert.Equal(3_000, log.TrimmedSequence);
    }

    [Fact]
    public async Task A_crash_after_a_trim_leaves_no_silent_gap()
    {
        await AppendAsync(2_000);
        new LogTrimmer(log, TimeSpan.Zero).Step(Start.AddDays(1), 1_500);
        Restart(crash: true);

        Assert.True(Reader.Read(1_000).IsTrimmed);
        Assert.False(Reader.Read(1_500).IsTrimmed);
    }

    private static LogEntry Entry(long milliseconds) => new() { Milliseconds = milliseconds, Table = 1, Delta = new byte[20] };

    private CommitTicket Append(long milliseconds) => commits.Write(1, (batch, sequence) => ChangeLog.Append(batch, sequence, Entry(milliseconds)));

    private async Task AppendAsync(int count, DateTimeOffset? at = null)
    {
        CommitTicket last = default;
        for (int i = 0; i < count; i++) last = Append((at ?? Start).ToUnixTimeMilliseconds());
        await last.Durable;
        await commits.WaitDurableAsync(commits.WrittenSequence, Token);
    }

    private void Restart(bool crash)
    {
        commits.Dispose();
        if (crash) memory.Crash();
        log = ChangeLog.Open(store);
        commits = new CommitLoop(store, log.LastSequence);
    }
}
