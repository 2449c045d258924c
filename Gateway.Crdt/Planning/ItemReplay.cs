using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;

namespace Gateway.Crdt.Planning;

/// <summary>The replay of one item's tail, write by write: see <see cref="DeltaRestamp"/>, which does all at once. Takes every write of the store in order, each in one of three ways.</summary>
public sealed class ItemReplay
{
    private readonly OldWrites old;
    private bool hasReplayed;

    /// <param name="key">Which item.</param>
    /// <param name="replicas">The ids under which the store wrote the tail, one after the other.</param>
    public ItemReplay(ItemKey key, IReadOnlyCollection<ReplicaId> replicas)
    {
        Key = key;
        old = new OldWrites(key, replicas);
    }

    /// <summary>Which item.</summary>
    public ItemKey Key { get; }

    /// <summary>A write that the others have.</summary>
    public void Known(Delta delta) => old.Add(delta);

    /// <summary>A write that was replayed before, by another run of the program.</summary>
    /// <param name="delta">The old write.</param>
    /// <param name="stamp">The stamp of the new one.</param>
    public void Done(Delta delta, Stamp stamp)
    {
        old.Rename(delta.Stamp, stamp);
        old.Add(delta);
        hasReplayed = true;
    }

    /// <summary>Replays a write.</summary>
    /// <param name="delta">The old write.</param>
    /// <param name="document">The item as it is now.</param>
    /// <param name="stamp">The new stamp, later than all that the document has seen.</param>
    /// <param name="stable">What is stable.</param>
    /// <returns>The new write, with the condition's class of the old one and without a transaction; it may have no effect that is left.</returns>
    /// <exception cref="DocumentFault">As for <see cref="DeltaRestamp.Replay"/>.</exception>
    public Delta Replay(Delta delta, Document document, Stamp stamp, Context stable)
    {
        if (stamp.Time <= document.Context.Highest) throw new DocumentFault(DocumentFaultKind.StampBeyondContext, $"The stamp {stamp} is not later than the item's context.");
        old.Rename(delta.Stamp, stamp);
        DeltaBuilder builder = new();
        new Restamper(old, delta, stamp, stable, builder).Replay(document, isFirst: !hasReplayed);
        old.Add(delta);
        hasReplayed = true;
        return new Delta(document.Key, stamp, document.Context, builder.Build() ?? DeltaNode.Nothing).Under(delta.Condition);
    }
}
