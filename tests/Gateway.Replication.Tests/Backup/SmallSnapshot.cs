using Gateway.Crdt.Time;
using Gateway.Replication.Backup;

namespace Gateway.Replication.Tests.Backup;

/// <summary>Documents at one moment.</summary>
internal sealed record SmallSnapshot(long Position, long End, long Milliseconds, IReadOnlyList<AppliedPosition> Applied, IReadOnlyList<BackupTable> Tables, IEnumerable<(byte[] Key, byte[] Document)> All) : IBackupSnapshot
{
    public Context Stable => Context.Empty;

    public IEnumerable<(byte[] Key, byte[] Document)> Documents(uint table) => All;

    public void Dispose()
    {
    }
}
