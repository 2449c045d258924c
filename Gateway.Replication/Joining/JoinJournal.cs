using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;

namespace Gateway.Replication.Joining;

/// <summary>The journal in the store itself. Layout: docs/formats/replication.md.</summary>
/// <param name="store">This PoP's store.</param>
/// <param name="commits">Its commit loop.</param>
internal sealed class JoinJournal(IKeyValueStore store, CommitLoop commits) : IJoinJournal
{
    private static readonly byte[] Key = [(byte)KeySpace.Replica, (byte)'j'];

    /// <inheritdoc/>
    public byte[]? Load() => store.Get(Key);

    /// <inheritdoc/>
    public void Save(byte[] record) => commits.Write(0, record, static (batch, _, value) => batch.Put(Key, value));
}
