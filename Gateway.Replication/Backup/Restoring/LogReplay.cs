using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Storage.Log;

namespace Gateway.Replication.Backup.Restoring;

/// <summary>Applies units of several logs. One that builds on something that is still to come, because clocks differ, waits for it.</summary>
/// <param name="target">Where to.</param>
/// <param name="tables">The tables that are restored.</param>
/// <param name="stable">What was stable where the snapshot was taken.</param>
internal sealed class LogReplay(IRestoreTarget target, IReadOnlySet<Guid> tables, Context stable)
{
    private const int ParkedMax = 1_000_000;

    private readonly Dictionary<(Guid Table, ItemKey Key), List<LogUnit>> parked = [];

    /// <summary>How many entries were applied.</summary>
    public long Applied { get; private set; }

    /// <summary>How many entries are of tables of which no log says anything.</summary>
    public long OfUnknownTables { get; private set; }

    /// <summary>How many units wait for something.</summary>
    public int Parked { get; private set; }

    /// <summary>Whose writes those are that units still wait for.</summary>
    public IReadOnlySet<ReplicaId> Missed()
    {
        HashSet<ReplicaId> missed = [];
        foreach (LogUnit unit in parked.Values.SelectMany(waiting => waiting))
        {
            foreach (LogEntry entry in unit.Entries)
            {
                if (unit.Part.TableOf(entry.Table) is not { } table || !tables.Contains(table)) continue;
                Delta delta = Decode(unit, entry);
                Context known = (target.Read(table, delta.Key)?.Context ?? Context.Empty).Union(stable);
                foreach (ReplicaId replica in delta.Needs.Replicas)
                {
                    if (delta.Needs[replica] > known[replica]) missed.Add(replica);
                }
            }
        }

        return missed;
    }

    /// <summary>Applies a unit, and those that have waited for it.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="mayBeIncluded">True if the snapshot may hold it already, and may have forgotten it.</param>
    /// <exception cref="BackupFault">It cannot be read.</exception>
    public void Apply(LogUnit unit, bool mayBeIncluded)
    {
        Queue<LogUnit> ready = new([unit]);
        while (ready.TryDequeue(out LogUnit? next))
        {
            List<(Guid Table, Document Document)> changed = [];
            if (TryApply(next, changed) is { } missing)
            {
                if (next != unit || !mayBeIncluded) Park(missing, next);
                continue;
            }

            foreach ((Guid table, Document document) in changed)
            {
                if (!document.IsVisible && next.Position <= next.Part.AloneUntil) target.Remove(table, document.Key);
                else target.Write(table, document); // whoever was alone forgot at once what was deleted
                if (!parked.Remove((table, document.Key), out List<LogUnit>? waiting)) continue;
                Parked -= waiting.Count;
                foreach (LogUnit one in waiting) ready.Enqueue(one);
            }
        }
    }

    /// <returns>The item that something is missing of; null if all was applied, or known.</returns>
    private (Guid Table, ItemKey Key)? TryApply(LogUnit unit, List<(Guid Table, Document Document)> changed)
    {
        foreach (LogEntry entry in unit.Entries)
        {
            if (unit.Part.TableOf(entry.Table) is not { } table)
            {
                if (entry.Table != 0) OfUnknownTables++; // the system table is not restored
                continue;
            }

            if (!tables.Contains(table)) continue;
            Delta delta = Decode(unit, entry);
            int known = changed.FindIndex(one => one.Table == table && one.Document.Key == delta.Key);
            Document before = known >= 0 ? changed[known].Document : target.Read(table, delta.Key) ?? Document.Empty(delta.Key);
            ApplyResult result = before.Apply(delta, out Document after, stable);
            if (result == ApplyResult.PredecessorMissing) return (table, delta.Key);
            if (result == ApplyResult.AlreadySeen) continue;
            if (known >= 0) changed[known] = (table, after);
            else changed.Add((table, after));
        }

        Applied += changed.Count;
        return null;
    }

    private static Delta Decode(LogUnit unit, LogEntry entry)
    {
        try
        {
            return DeltaCodec.Decode(entry.Delta.ToArray());
        }
        catch (Gateway.Crdt.DocumentFault fault)
        {
            throw new BackupFault($"{unit.Part.Folder.Path}: the change at position {entry.Sequence} cannot be read: {fault.Message}", fault);
        }
    }

    private void Park((Guid Table, ItemKey Key) missing, LogUnit unit)
    {
        if (++Parked > ParkedMax) throw new BackupFault($"more than {ParkedMax} changes build on something that no log holds");
        if (!parked.TryGetValue(missing, out List<LogUnit>? waiting)) parked[missing] = waiting = [];
        waiting.Add(unit);
    }
}
