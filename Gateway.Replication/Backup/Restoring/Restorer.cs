using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Replication.Backup.Reading;

namespace Gateway.Replication.Backup.Restoring;

/// <summary>Restores a backup: a snapshot, and the logs behind it up to the chosen moment. All that is used is checked before anything is written.</summary>
/// <param name="onProgress">Told how far it is.</param>
public sealed class Restorer(Action<RestoreProgress>? onProgress = null)
{
    private readonly List<string> notes = [];
    private long done;

    /// <summary>Restores.</summary>
    /// <param name="root">From where.</param>
    /// <param name="request">What.</param>
    /// <param name="target">Into what; called once all is checked.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="BackupFault">It cannot be done; what was written so far is of no use.</exception>
    public RestoreSummary Run(BackupRoot root, RestoreRequest request, Func<IRestoreTarget> target, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(target);
        RestorePlan plan = Check(root, request, token);
        return Write(plan, request, target(), token);
    }

    private RestorePlan Check(BackupRoot root, RestoreRequest request, CancellationToken token)
    {
        List<string> reasons = [];
        foreach ((BackupFolder folder, BackupSnapshotFiles snapshot) in RestorePlan.Candidates(root, request))
        {
            token.ThrowIfCancellationRequested();
            try
            {
                done = 0;
                RestorePlan plan = RestorePlan.Make(root, folder, snapshot, request);
                long all = plan.Parts.Sum(part => part.Bytes) + snapshot.Bytes;
                foreach (LogPart part in plan.Parts) part.Check(bytes => Report("checking", bytes, all));
                plan.SettleTables(request);
                foreach (BackupTable table in plan.SnapshotTables) snapshot.ReadDocuments(table, (key, document) => Report("checking", key.Length + document.Length, all, rarely: true));
                foreach (string reason in reasons) notes.Add($"an older snapshot was taken, because: {reason}");
                return plan;
            }
            catch (BackupFault fault)
            {
                reasons.Add(fault.Message);
            }
        }

        throw new BackupFault(reasons.Count > 0 ? string.Join('\n', reasons.Distinct()) : RestorePlan.WhyNone(root, request));
    }

    private RestoreSummary Write(RestorePlan plan, RestoreRequest request, IRestoreTarget target, CancellationToken token)
    {
        HashSet<Guid> wanted = [.. plan.Tables.Select(table => table.Id)];
        foreach (BackupTable table in plan.Tables) target.Add(table);
        long documents = Load(plan, target, wanted, token);
        LogReplay replay = new(target, wanted, BackupSnapshotFiles.StableOf(plan.Header));
        Replay(plan, replay, token);
        if (replay.Parked > 0)
        {
            if (plan.IsAlone) throw new BackupFault($"{plan.Folder.Path}: the log does not fit the snapshot: {replay.Parked} changes build on something that is not there");
            CheckStrangers(plan, replay, request);
            notes.Add($"{replay.Parked} changes were left out: they build on changes of other PoPs that are later than the chosen moment, or in no log that is here");
        }

        if (replay.OfUnknownTables > 0) notes.Add($"{replay.OfUnknownTables} changes of tables that were dropped before the backup learnt of them were left out");
        foreach (LogPart part in plan.Parts) notes.AddRange(part.Notes);
        done = 0;
        IReadOnlyDictionary<Guid, long> items = target.Finish(() =>
        {
            token.ThrowIfCancellationRequested();
            Report("indexing", 1, 0, rarely: true);
        });
        long last = plan.Parts.Max(part => part.LastMilliseconds);
        return new RestoreSummary(
            plan.Folder.Name,
            DateTimeOffset.FromUnixTimeMilliseconds(plan.Header.Milliseconds),
            last == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(last),
            documents,
            replay.Applied,
            replay.Parked,
            [.. plan.Tables.Select(table => new RestoredTable(table.Name, table.Account, table.Region, items.GetValueOrDefault(table.Id)))],
            notes);
    }

    /// <summary>PoPs that came into the cluster after the snapshot are not named in it.</summary>
    private static void CheckStrangers(RestorePlan plan, LogReplay replay, RestoreRequest request)
    {
        if (request.Without.Count > 0) return;
        string[] strangers = [.. replay.Missed().Select(replica => replica.ToString()).Except(plan.Parts.Select(part => part.Folder.Replica))];
        if (strangers.Length == 0) return;
        throw new BackupFault(
            $"{replay.Parked} changes build on writes of a PoP that came into the cluster after the snapshot of {Moments.Text(plan.Header.Milliseconds)} and has no folder beside {plan.Folder.Path} ({string.Join(", ", strangers)}): add its folder, or leave out what it wrote, and what builds on that, with --without and its name");
    }

    private long Load(RestorePlan plan, IRestoreTarget target, HashSet<Guid> wanted, CancellationToken token)
    {
        done = 0;
        long documents = 0;
        foreach (BackupTable table in plan.SnapshotTables.Where(table => wanted.Contains(table.Id)))
        {
            plan.Snapshot.ReadDocuments(table, (key, document) =>
            {
                token.ThrowIfCancellationRequested();
                target.Write(table.Id, DocumentCodec.Decode(new ItemKey(key), document));
                documents++;
                Report("loading", key.Length + document.Length, 0, rarely: true);
            });
        }

        return documents;
    }

    /// <summary>By the time of writing, so that what a change builds on mostly comes before it; where clocks differ it waits.</summary>
    private void Replay(RestorePlan plan, LogReplay replay, CancellationToken token)
    {
        done = 0;
        long all = plan.Parts.Sum(part => part.Bytes);
        PriorityQueue<IEnumerator<LogUnit>, long> next = new();
        List<IEnumerator<LogUnit>> opened = [];
        try
        {
            foreach (LogPart part in plan.Parts)
            {
                IEnumerator<LogUnit> units = part.Units(bytes => Report("replaying", bytes, all)).GetEnumerator();
                opened.Add(units);
                if (units.MoveNext()) next.Enqueue(units, units.Current.Milliseconds);
            }

            while (next.TryDequeue(out IEnumerator<LogUnit>? units, out _))
            {
                token.ThrowIfCancellationRequested();
                replay.Apply(units.Current, mayBeIncluded: units.Current.Part == plan.Parts[0] && units.Current.Position <= plan.Header.End);
                if (units.MoveNext()) next.Enqueue(units, units.Current.Milliseconds);
            }
        }
        finally
        {
            foreach (IEnumerator<LogUnit> units in opened) units.Dispose();
        }
    }

    private void Report(string stage, long more, long of, bool rarely = false)
    {
        long before = done;
        done += more;
        if (!rarely || before >> 18 != done >> 18) onProgress?.Invoke(new RestoreProgress(stage, done, of));
    }
}
