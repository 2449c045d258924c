using Gateway.Crdt.Time;

namespace Gateway.Replication.Backup;

/// <summary>A PoP's data at one moment.</summary>
/// <remarks>What the log says behind <see cref="Position"/>, and the logs of others behind <see cref="Applied"/>, may be in it already in part: applying them once more changes nothing.</remarks>
public interface IBackupSnapshot : IDisposable
{
    /// <summary>All own changes up to here are in it. Asked for before everything else.</summary>
    long Position { get; }

    /// <summary>No own change behind this is in it. Asked for after everything else.</summary>
    long End { get; }

    /// <summary>When it was taken, in milliseconds since 1970.</summary>
    long Milliseconds { get; }

    /// <summary>How much of other PoPs' logs is in it; empty for a PoP that never had a peer.</summary>
    IReadOnlyList<AppliedPosition> Applied { get; }

    /// <summary>What was stable here (ADR 5): deleted items that this covers may be forgotten in it. Empty for a PoP that never had a peer.</summary>
    Context Stable { get; }

    /// <summary>The tables.</summary>
    IReadOnlyList<BackupTable> Tables { get; }

    /// <summary>The documents of a table in the order of the store: item key, and the document in bytes that stand for themselves.</summary>
    /// <param name="table">The table's number.</param>
    IEnumerable<(byte[] Key, byte[] Document)> Documents(uint table);
}
