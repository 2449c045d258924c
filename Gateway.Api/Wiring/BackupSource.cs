using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Transfer;
using Gateway.Replication.Backup;

namespace Gateway.Api.Wiring;

/// <summary>DynamoDB's face as the source of backups.</summary>
/// <param name="transfer">The face's data.</param>
/// <param name="origin">Whose they are, now.</param>
/// <param name="applied">How far other PoPs' logs are merged here, now.</param>
/// <param name="time">The clock.</param>
internal sealed class BackupSource(TableTransfer transfer, Func<BackupOrigin> origin, Func<IReadOnlyList<AppliedPosition>> applied, TimeProvider time) : IBackupSource
{
    public BackupOrigin Origin => origin();

    public long Sequence => transfer.Sequence;

    public IReadOnlyList<BackupTable> Tables => [.. transfer.Tables.Select(Show)];

    public IDisposable Watch(Action<BackupTableEvent> onChange) =>
        transfer.Watch((table, isDropped) => onChange(new BackupTableEvent(Show(table), isDropped, time.GetUtcNow().ToUnixTimeMilliseconds(), transfer.Sequence)));

    public IBackupSnapshot Snapshot()
    {
        IReadOnlyList<AppliedPosition> before = [];
        TransferSnapshot snapshot = transfer.Snapshot(() => before = applied()); // what is merged later may be in the snapshot, too
        return new SnapshotOf(snapshot, before);
    }

    public ValueTask WhenDurableAsync(CancellationToken token) => transfer.WhenDurableAsync(token);

    public Value Item(uint table, ItemKey key) => transfer.Item(table, key);

    public Value KeyOf(uint table, ItemKey key) => transfer.KeyOf(table, key);

    public ItemKey? KeyFrom(uint table, Value key) => transfer.KeyFrom(table, key);

    private static BackupTable Show(TransferTable table) => new(
        table.Number,
        table.Id,
        table.AccountId,
        table.Region,
        table.Name,
        table.IsFilling,
        new BackupSchema(KeyOf(table.Key), [.. table.Indexes.Select(index => new BackupIndex(index.Name, index.IsGlobal, KeyOf(index.Key), index.Projection, index.Included))]),
        table.Definition);

    private static IReadOnlyList<BackupKeyPart> KeyOf(IReadOnlyList<TransferKeyPart> key) => [.. key.Select(part => new BackupKeyPart(part.Name, part.Type, part.IsPartition))];

    private sealed class SnapshotOf(TransferSnapshot snapshot, IReadOnlyList<AppliedPosition> applied) : IBackupSnapshot
    {
        public long Position => snapshot.Position;

        public long End => snapshot.End;

        public long Milliseconds => snapshot.Milliseconds;

        public IReadOnlyList<AppliedPosition> Applied => applied;

        public Context Stable => snapshot.Stable;

        public IReadOnlyList<BackupTable> Tables { get; } = [.. snapshot.Tables.Select(Show)];

        public IEnumerable<(byte[] Key, byte[] Document)> Documents(uint table) => snapshot.Documents(table);

        public void Dispose() => snapshot.Dispose();
    }
}
