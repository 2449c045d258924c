using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Transfer;

/// <summary>A PoP's data at one moment.</summary>
/// <remarks>The order in which things are asked for matters: what may be in it too often is asked for first, what may be missing last.</remarks>
public sealed class TransferSnapshot : IDisposable
{
    private readonly Dictionary<uint, TableSchema> schemas;
    private readonly DynamoServices services;
    private readonly IStoreSnapshot snapshot;

    internal TransferSnapshot(DynamoServices services, Action? onPosition)
    {
        this.services = services;
        Position = services.Commits.DurableSequence;
        onPosition?.Invoke();
        Stable = services.Replication.Here;
        schemas = services.Tables.All.Where(table => table.Phase != TablePhase.Deleting).Select(table => services.Tables.Find(table.Number)).OfType<TableSchema>().ToDictionary(table => table.Number);
        Tables = [.. schemas.Values.Select(schema => new TransferTable(schema.Definition))];
        snapshot = services.Store.Snapshot();
        End = services.Commits.AssignedSequence;
        Milliseconds = services.Time.GetUtcNow().ToUnixTimeMilliseconds();
    }

    /// <summary>All changes up to here are in it.</summary>
    public long Position { get; }

    /// <summary>No change behind this is in it.</summary>
    public long End { get; }

    /// <summary>When it was taken, since 1970.</summary>
    public long Milliseconds { get; }

    /// <summary>What was stable; empty for a PoP that is alone.</summary>
    public Context Stable { get; }

    /// <summary>The tables.</summary>
    public IReadOnlyList<TransferTable> Tables { get; }

    /// <summary>The documents of a table in the order of the store: item key, and the document in bytes that stand for themselves.</summary>
    /// <param name="table">The table's number.</param>
    public IEnumerable<(byte[] Key, byte[] Document)> Documents(uint table)
    {
        if (!schemas.ContainsKey(table)) yield break;
        using IStoreCursor cursor = snapshot.Scan(ItemKeys.RangeOf(table));
        while (cursor.MoveNext())
        {
            byte[] key = cursor.Key[ItemKeys.PrefixBytes..].ToArray();
            yield return (key, DocumentCodec.Encode(DocumentCodec.Decode(new ItemKey(key), cursor.Value.ToArray(), services.Identity.Replicas)));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => snapshot.Dispose();
}
