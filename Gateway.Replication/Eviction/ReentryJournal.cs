using Gateway.Replication.Messages;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;
using Google.Protobuf;

namespace Gateway.Replication.Eviction;

/// <summary>Keeps in the store how far this PoP has come in entering anew. Layout: docs/formats/replication.md.</summary>
internal sealed class ReentryJournal(IKeyValueStore store, CommitLoop commits)
{
    private static readonly byte[] Key = [(byte)KeySpace.Replica, (byte)'e'];

    /// <summary>What was kept last; a new record if nothing was.</summary>
    public ReentryRecord Load() => store.Get(Key) is { } kept ? ReentryRecord.Parser.ParseFrom(kept) : new ReentryRecord();

    /// <summary>Keeps a record; durable before anything that is written later.</summary>
    public void Save(ReentryRecord record) => commits.Write(0, record.ToByteArray(), static (batch, _, value) => batch.Put(Key, value));
}
