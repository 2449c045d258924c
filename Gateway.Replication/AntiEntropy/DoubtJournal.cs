using System.Text;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;

namespace Gateway.Replication.AntiEntropy;

/// <summary>Keeps in the store with whom this PoP has still to compare before anything more is stable here. Layout: docs/formats/replication.md.</summary>
internal sealed class DoubtJournal(IKeyValueStore store, CommitLoop commits)
{
    private const char Separator = '\n';

    private static readonly byte[] Key = [(byte)KeySpace.Replica, (byte)'c'];

    /// <summary>What was kept last; null if nothing is awaited.</summary>
    public IReadOnlyList<string>? Load() => store.Get(Key) is { } kept ? Encoding.UTF8.GetString(kept).Split(Separator, StringSplitOptions.RemoveEmptyEntries) : null;

    /// <summary>Keeps it; durable before anything that is written later.</summary>
    /// <param name="awaited">With whom to compare; null when that is over.</param>
    public void Save(IEnumerable<string>? awaited) =>
        commits.Write(0, awaited is null ? null : Encoding.UTF8.GetBytes(string.Join(Separator, awaited)), static (batch, _, value) =>
        {
            if (value is null) batch.Delete(Key);
            else batch.Put(Key, value);
        });
}
