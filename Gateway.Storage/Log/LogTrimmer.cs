namespace Gateway.Storage.Log;

/// <summary>Says how much of the log may go, and removes it: what is old enough and what all readers have passed. Call <see cref="Step"/> now and then.</summary>
/// <param name="log">The log.</param>
/// <param name="keep">How long every entry is kept: 24 hours, for streams.</param>
public sealed class LogTrimmer(ChangeLog log, TimeSpan keep)
{
    /// <summary>Entries that are trimmed at least at once: fewer are not worth a sync.</summary>
    private const int EntriesMin = 1000;

    /// <summary>Removes what may go.</summary>
    /// <param name="now">The time.</param>
    /// <param name="readersPosition">The lowest position of all readers; <see cref="long.MaxValue"/> if there are none.</param>
    /// <returns>Entries up to here are gone.</returns>
    public long Step(DateTimeOffset now, long readersPosition)
    {
        long upTo = Math.Min(readersPosition, LastBefore((now - keep).ToUnixTimeMilliseconds()));
        if (upTo - log.TrimmedSequence >= EntriesMin) log.Trim(upTo);
        return log.TrimmedSequence;
    }

    /// <summary>The last sequence written before a time; 0 if there is none. Looks at a few entries only, because times rise with sequences, up to steps of the clock.</summary>
    private long LastBefore(long milliseconds)
    {
        using IStoreSnapshot snapshot = log.Snapshot();
        long before = log.TrimmedSequence;
        long last = Last(snapshot);
        while (before < last)
        {
            long middle = before + ((last - before + 1) / 2);

            // The first entry at or behind the middle stands for all the sequences between them.
            using IStoreCursor cursor = snapshot.Scan(ChangeLog.RangeOf(middle - 1, last));
            if (cursor.MoveNext() && LogEntryCodec.ReadMilliseconds(cursor.Value) < milliseconds) before = LogEntryCodec.ReadKey(cursor.Key);
            else last = middle - 1;
        }

        return before;
    }

    private static long Last(IStoreSnapshot snapshot)
    {
        using IStoreCursor cursor = snapshot.Scan(ChangeLog.RangeOf(0, long.MaxValue), ScanDirection.Backward);
        return cursor.MoveNext() ? LogEntryCodec.ReadKey(cursor.Key) : 0;
    }
}
