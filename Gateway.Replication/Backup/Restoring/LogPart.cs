using Gateway.Crdt.Codec;
using Gateway.Replication.Backup.Reading;
using Gateway.Storage.Log;

namespace Gateway.Replication.Backup.Restoring;

/// <summary>The part of one store's log that a restore applies: from behind a position up to the chosen moment. Checked whole before anything of it is used.</summary>
internal sealed class LogPart
{
    private readonly Dictionary<uint, Guid> ids = [];
    private readonly List<BackupTableEvent> changes = [];
    private readonly List<BackupSegment> segments;
    private readonly RestoreRequest request;
    private readonly long after;

    /// <param name="folder">Where it lies.</param>
    /// <param name="after">Behind which position.</param>
    /// <param name="request">How far.</param>
    /// <param name="next">Where it goes on: that of the member which this PoP has become.</param>
    public LogPart(BackupFolder folder, long after, RestoreRequest request, BackupFolder? next = null)
    {
        Folder = folder;
        this.after = after;
        this.request = request;
        segments = [.. folder.Segments.Concat(next?.Segments ?? []).Where(segment => segment.Last is not { } last || last > after)];
    }

    public BackupFolder Folder { get; }

    /// <summary>The last position that is applied.</summary>
    public long Cut { get; private set; }

    /// <summary>Up to here the PoP was alone. After <see cref="Check"/>.</summary>
    public long AloneUntil { get; private set; } = -1;

    /// <summary>The newest write up to there; 0 if there is none.</summary>
    public long LastMilliseconds { get; private set; }

    /// <summary>Up to when, in milliseconds since 1970.</summary>
    private long Moment => request.To?.ToUnixTimeMilliseconds() ?? request.ToStamp?.Milliseconds ?? long.MaxValue;

    public long Bytes => segments.Sum(segment => segment.Bytes);

    /// <summary>What became of tables up to the chosen moment, in order.</summary>
    public IReadOnlyList<BackupTableEvent> Changes => changes;

    /// <summary>What one should know although nothing is wrong.</summary>
    public IEnumerable<string> Notes => segments.Select(segment => segment.Note).OfType<string>();

    /// <summary>Reads all that is needed, finds where to stop, and refuses what is damaged or missing. What lies behind a write later than the chosen moment does not matter.</summary>
    /// <exception cref="BackupFault">Something is damaged or missing.</exception>
    public void Check(Action<long> onBytes)
    {
        Cut = after;
        long at = after;
        if (Folder.Cluster.Length == 0) AloneUntil = after;
        bool isPast = false;
        for (int i = 0; i < segments.Count; i++)
        {
            BackupSegment segment = segments[i];
            string? fault = segment.After > at ? Missing(at, segment, i) : null;
            if (fault is null)
            {
                segment.Check(Note, Note);
                isPast |= segment.End!.Sum.LastMilliseconds > Moment;
                fault = segment.Fault;
            }

            if (fault is not null)
            {
                if (!isPast) throw new BackupFault(fault);
                segments.RemoveRange(segment.End is null ? i : i + 1, segments.Count - (segment.End is null ? i : i + 1));
                return;
            }

            onBytes(segment.Bytes);
            at = segment.Last ?? segment.End!.Sum.Last;
            if (segment.Header is { Cluster.Length: 0 }) AloneUntil = at;
        }
    }

    /// <summary>The table of a number; none if the log never said.</summary>
    public Guid? TableOf(uint number) => ids.TryGetValue(number, out Guid id) ? id : null;

    /// <summary>Knows the tables of a snapshot, too.</summary>
    public void Learn(IEnumerable<BackupTable> tables)
    {
        foreach (BackupTable table in tables) ids[table.Number] = table.Id;
    }

    /// <summary>The transactions and single changes, in order.</summary>
    public IEnumerable<LogUnit> Units(Action<long> onBytes)
    {
        foreach (BackupSegment segment in segments)
        {
            foreach (IReadOnlyList<LogEntry> entries in segment.Entries())
            {
                foreach (LogEntry[] unit in Split(entries))
                {
                    if (unit[^1].Sequence <= after) continue;
                    if (unit[^1].Sequence > Cut) yield break;
                    yield return new LogUnit(this, unit);
                }
            }

            onBytes(segment.Bytes);
        }
    }

    /// <summary>Single entries, and the entries of a transaction together.</summary>
    private static IEnumerable<LogEntry[]> Split(IReadOnlyList<LogEntry> entries)
    {
        List<LogEntry> unit = [];
        foreach (LogEntry entry in entries)
        {
            unit.Add(entry);
            if (!entry.EndsTransaction) continue;
            yield return [.. unit];
            unit.Clear();
        }
    }

    private void Note(BackupTableEvent change)
    {
        ids[change.Table.Number] = change.Table.Id;
        if (change.After >= after && change.Milliseconds <= Moment) changes.Add(change);
    }

    /// <summary>Clocks may be set back: what counts is the last write that is not too late.</summary>
    private void Note(IReadOnlyList<LogEntry> entries)
    {
        foreach (LogEntry[] unit in Split(entries))
        {
            if (!IsWanted(unit)) continue;
            Cut = Math.Max(Cut, unit[^1].Sequence);
            LastMilliseconds = Math.Max(LastMilliseconds, unit.Max(entry => entry.Milliseconds));
        }
    }

    private bool IsWanted(LogEntry[] unit)
    {
        if (request.To is { } moment && unit.Max(entry => entry.Milliseconds) > moment.ToUnixTimeMilliseconds()) return false;
        return request.ToStamp is not { } stamp || unit.All(entry => DeltaCodec.Decode(entry.Delta.ToArray()).Stamp.Time <= stamp);
    }

    private string Missing(long at, BackupSegment next, int index) =>
        $"{Folder.Path}: the log from {at + 1} to {next.After} is missing ({(index > 0 ? Moments.Text(segments[index - 1].End?.Sum.LastMilliseconds) : "?")} to {Moments.Text(next.Header?.Milliseconds)})";
}
