namespace Gateway.Replication.Backup.Folders;

/// <summary>Removes what no moment within the time that is kept needs any more.</summary>
internal static class Retention
{
    /// <summary>Removes snapshots older than the newest one that is old enough, and segments that lie wholly before it.</summary>
    /// <param name="snapshots">The folder of snapshots.</param>
    /// <param name="log">The folder of segments.</param>
    /// <param name="oldest">Back to this moment all must stay.</param>
    /// <returns>How many files and folders went.</returns>
    public static int Apply(string snapshots, string log, DateTimeOffset oldest)
    {
        IReadOnlyList<(string Path, long Position, long Milliseconds)> all = SnapshotNames.In(snapshots);
        int basis = -1;
        for (int i = 0; i < all.Count; i++)
        {
            if (all[i].Milliseconds <= oldest.ToUnixTimeMilliseconds()) basis = i;
        }

        if (basis < 0) return 0;
        int removed = 0;
        foreach ((string path, _, long? last) in LogArchive.Segments(log).ToArray())
        {
            if (last is null || last > all[basis].Position) continue;
            File.Delete(path);
            removed++;
        }

        foreach ((string path, _, _) in all.Take(basis))
        {
            Directory.Delete(path, recursive: true);
            removed++;
        }

        return removed;
    }
}
