using System.Runtime.CompilerServices;
using Gateway.Storage.Commit;

namespace Gateway.Storage.Log;

/// <summary>Reads the log from any position up to what is durable, and waits for more. Safe for many threads; keeps no position of its own.</summary>
public sealed class LogReader(ChangeLog log, CommitLoop commits)
{
    private const int PageEntriesUsual = 256;
    private const int PageBytesUsual = 1 << 20;

    /// <summary>Reads what comes after a position, as much as there is and fits.</summary>
    /// <param name="after">Position: the last sequence that was read, 0 for the beginning.</param>
    /// <param name="entriesMax">At most so many entries, but a transaction is never cut.</param>
    /// <param name="bytesMax">Stops once the entries' bytes reach this.</param>
    public LogPage Read(long after, int entriesMax = PageEntriesUsual, int bytesMax = PageBytesUsual) => Read(after, commits.DurableSequence, entriesMax, bytesMax);

    /// <summary>Reads what comes after a position; waits until there is something.</summary>
    /// <param name="after">As for <see cref="Read(long, int, int)"/>, as are the limits.</param>
    /// <param name="entriesMax">Entries.</param>
    /// <param name="bytesMax">Bytes.</param>
    /// <param name="token">Ends the waiting.</param>
    /// <returns>Empty only when the log was trimmed.</returns>
    /// <exception cref="StoreFault">The store is closed, or has failed.</exception>
    public async ValueTask<LogPage> ReadAsync(long after, int entriesMax = PageEntriesUsual, int bytesMax = PageBytesUsual, CancellationToken token = default)
    {
        while (true)
        {
            long durable = commits.DurableSequence;
            LogPage page = Read(after, durable, entriesMax, bytesMax);
            if (page.IsTrimmed || page.Entries.Count > 0) return page;

            // Sequences without an entry are passed by the waiting only; the position stays at the last entry.
            await commits.WaitDurableAsync(durable + 1, token).ConfigureAwait(false);
        }
    }

    /// <summary>All entries after a position, for ever.</summary>
    /// <exception cref="StoreFault">The log was trimmed behind the position, the store is closed, or it has failed.</exception>
    public async IAsyncEnumerable<LogEntry> StreamAsync(long after, [EnumeratorCancellation] CancellationToken token = default)
    {
        while (true)
        {
            LogPage page = await ReadAsync(after, token: token).ConfigureAwait(false);
            if (page.IsTrimmed) throw new StoreFault(StoreFaultKind.Failed, $"The log begins at {log.TrimmedSequence + 1}; entries after {after} are gone.");
            foreach (LogEntry entry in page.Entries) yield return entry;
            after = page.Position;
        }
    }

    private LogPage Read(long after, long durable, int entriesMax, int bytesMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(entriesMax, 1);
        List<LogEntry> entries = [];
        if (after < durable)
        {
            using IStoreSnapshot snapshot = log.Snapshot(); // taken after the watermark was read, so it holds all up to there
            using IStoreCursor cursor = snapshot.Scan(ChangeLog.RangeOf(after, durable));
            int bytes = 0;
            while (cursor.MoveNext())
            {
                byte[] value = cursor.Value.ToArray();
                entries.Add(LogEntryCodec.Read(LogEntryCodec.ReadKey(cursor.Key), value));
                bytes += value.Length;
                if ((entries.Count >= entriesMax || bytes >= bytesMax) && entries[^1].EndsTransaction) break;
            }
        }

        // Asked last: a trim says what it will take before it takes it.
        if (after < log.TrimmedSequence) return new LogPage([], after, IsTrimmed: true);
        return new LogPage(entries, entries.Count > 0 ? entries[^1].Sequence : after, IsTrimmed: false);
    }
}
