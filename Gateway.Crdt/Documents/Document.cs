using Gateway.Crdt.Codec;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Documents;

/// <summary>The state of one item as a CRDT: a context and cells. Immutable; what DynamoDB would show is <see cref="Visible"/>.</summary>
/// <remarks>
/// A causal dot store (paper Almeida 2018). The key attributes are not part of it. Where a method takes <c>stable</c>, that is what this
/// store knows to be stable: stamps that every replica in scope has applied, and that are in the past of every delta still to come here
/// (see <see cref="Pruning"/>). Without pruning it is <see cref="Context.Empty"/>. Where it also takes <c>past</c>, only the first half of that need be true
/// of <c>stable</c>, and both of <c>past</c>: they differ where somebody may write an item without having seen it as it is.
/// </remarks>
public sealed class Document
{
    private Value visible;
    private bool read;

    internal Document(ItemKey key, Context context, FullNode? root)
    {
        Key = key;
        Context = context;
        Root = root;
    }

    /// <summary>A document whose visible value is known: the one that it was encoded with.</summary>
    internal Document(ItemKey key, Context context, FullNode? root, Value visible)
        : this(key, context, root)
    {
        this.visible = visible;
        read = true;
    }

    /// <summary>Which item.</summary>
    public ItemKey Key { get; }

    /// <summary>What has been merged for this item.</summary>
    public Context Context { get; }

    /// <summary>True if the item exists as DynamoDB sees it.</summary>
    public bool IsVisible => Reading.IsItemVisible(Root);

    /// <summary>True if no cell is left: a deleted item that only its context remembers, or one that never was.</summary>
    public bool HasNoCells => Root is null;

    /// <summary>The item without its key attributes, a map; none if there is no item.</summary>
    public Value Visible
    {
        get
        {
            // A race computes the same value twice and keeps one: harmless, and cheaper than a lock.
            if (Volatile.Read(ref read)) return visible;
            visible = ReadItem();
            Volatile.Write(ref read, true);
            return visible;
        }
    }

    internal FullNode? Root { get; }

    /// <summary>The document of an item that nobody has written.</summary>
    public static Document Empty(ItemKey key) => new(key, Context.Empty, null);

    /// <summary>Applies a delta.</summary>
    /// <param name="delta">Any delta of this item, seen or not.</param>
    /// <param name="result">This document with the delta; this very document unless <see cref="ApplyResult.Applied"/>.</param>
    /// <param name="stable">What is stable here.</param>
    /// <param name="past">What of it is in the past of all that is still to come; null for all of it.</param>
    /// <exception cref="DocumentFault"><see cref="DocumentFaultKind.OtherItem"/>, <see cref="DocumentFaultKind.StampConflict"/>.</exception>
    public ApplyResult Apply(Delta delta, out Document result, Context? stable = null, Context? past = null)
    {
        if (delta.Key != Key) throw OtherItem();
        Context floor = stable ?? Context.Empty;
        Known here = new(Context, floor);
        result = this;
        if (here.Includes(delta.Stamp)) return ApplyResult.AlreadySeen;
        if (!here.Includes(delta.Needs)) return ApplyResult.PredecessorMissing;

        Node? root = new NodeApply(delta.Stamp, new Known(delta.Needs, past ?? floor)).Apply(Root, delta.Root);
        result = new Document(Key, ContextWith(delta.Needs, delta.Stamp, floor), root?.Full());
        return ApplyResult.Applied;
    }

    /// <summary>Applies a delta that comes from elsewhere: also refuses this replica's own stamps if it never made them.</summary>
    /// <param name="delta">Any delta of this item.</param>
    /// <param name="self">This replica.</param>
    /// <param name="result">This document with the delta.</param>
    /// <param name="stable">What is stable here.</param>
    /// <param name="past">What of it is in the past of all that is still to come; null for all of it.</param>
    /// <exception cref="DocumentFault"><see cref="DocumentFaultKind.OwnStampUnknown"/>, and those of <see cref="Apply(Delta, out Document, Context?, Context?)"/>.</exception>
    public ApplyResult ApplyRemote(Delta delta, ReplicaId self, out Document result, Context? stable = null, Context? past = null)
    {
        if (delta.Key != Key) throw OtherItem();
        if (delta.Stamp.Replica == self) CheckOwn(delta.Stamp, stable ?? Context.Empty);
        return Apply(delta, out result, stable, past);
    }

    /// <summary>Applies several deltas of one replica that were merged into one.</summary>
    /// <param name="merged">Of this item; all of it, some of it or nothing of it seen.</param>
    /// <param name="result">This document with the deltas; this very document unless <see cref="ApplyResult.Applied"/>.</param>
    /// <param name="stable">What is stable here.</param>
    /// <param name="past">What of it is in the past of all that is still to come; null for all of it.</param>
    /// <returns>
    /// As for the single deltas. <see cref="ApplyResult.PredecessorMissing"/> also where a part was seen and what the rest removes cannot be told
    /// any more (cells of a closed replica): joining the whole document is right there too.
    /// </returns>
    /// <exception cref="DocumentFault"><see cref="DocumentFaultKind.OtherItem"/>, <see cref="DocumentFaultKind.StampConflict"/>.</exception>
    public ApplyResult Apply(MergedDelta merged, out Document result, Context? stable = null, Context? past = null)
    {
        if (merged.Key != Key) throw OtherItem();
        return MergedApply.Apply(this, merged, stable ?? Context.Empty, past ?? stable ?? Context.Empty, out result);
    }

    /// <summary>Applies merged deltas that come from elsewhere: also refuses this replica's own stamps if it never made them.</summary>
    /// <exception cref="DocumentFault"><see cref="DocumentFaultKind.OwnStampUnknown"/>, and those of <see cref="Apply(MergedDelta, out Document, Context?, Context?)"/>.</exception>
    public ApplyResult ApplyRemote(MergedDelta merged, ReplicaId self, out Document result, Context? stable = null, Context? past = null)
    {
        if (merged.Key != Key) throw OtherItem();
        if (merged.Stamp.Replica == self) CheckOwn(merged.Stamp, stable ?? Context.Empty);
        return Apply(merged, out result, stable, past);
    }

    /// <summary>Merges another replica's document of this item. Commutative, associative, idempotent while nothing is pruned.</summary>
    /// <param name="other">The other document; may be old.</param>
    /// <param name="stable">What is stable here, or was merged here of this item and may be forgotten.</param>
    /// <param name="past">What of it is in the past of all that is still to come; null for all of it. Or what the other side has merged of this item beside what its document names.</param>
    /// <returns>The join.</returns>
    /// <exception cref="DocumentFault"><see cref="DocumentFaultKind.OtherItem"/>, <see cref="DocumentFaultKind.StampConflict"/>.</exception>
    public Document Join(Document other, Context? stable = null, Context? past = null)
    {
        if (other.Key != Key) throw OtherItem();
        Context floor = stable ?? Context.Empty;
        Known here = new(Context, floor);
        if (floor.Count > 0 && past is null && here.Includes(other.Context)) return Knowing(other.Context, floor); // too old to have what is past in sight

        // Something new there was made with all that is past here in sight, even if its document has forgotten that.
        Known there = new(other.Context, past ?? floor);
        Node? root = NodeJoin.Join(Root, other.Root, here, there);
        return new Document(Key, WithoutClosed(Context.Union(other.Context), floor), root?.Full());
    }

    /// <summary>Merges a document that comes from elsewhere: also refuses this replica's own stamps if it never made them.</summary>
    /// <exception cref="DocumentFault"><see cref="DocumentFaultKind.OwnStampUnknown"/>, and those of <see cref="Join"/>.</exception>
    public Document JoinRemote(Document other, ReplicaId self, Context? stable = null, Context? past = null)
    {
        if (other.Key != Key) throw OtherItem();
        HlcTime own = other.Context[self];
        if (own > HlcTime.Zero) CheckOwn(new Stamp(own, self), stable ?? Context.Empty);
        return Join(other, stable, past);
    }

    /// <summary>True if both are the same to the byte.</summary>
    internal bool IsSameAs(Document other) => ReferenceEquals(this, other)
        || (Context.Equals(other.Context) && DocumentCodec.Encode(this).AsSpan().SequenceEqual(DocumentCodec.Encode(other)));

    /// <summary>The same cells, and a longer memory: what is stable at a store and no longer in a document was removed there, and another store must be able to learn that.</summary>
    /// <param name="more">What is known for this item beside <see cref="Context"/>: a part of what is stable here.</param>
    /// <returns>This very document if it remembers all of it.</returns>
    public Document Remembering(Context more) => Context.Includes(more) ? this : new Document(Key, Context.Union(more), Root);

    /// <summary>What is merged with a write more. What the write had seen counts as well: this store may have forgotten some of it, because it is stable, and its origin has not.</summary>
    internal Context ContextWith(Context needs, Stamp stamp, Context stable) =>
        (Context.Includes(needs) ? Context : WithoutClosed(Context.Union(needs), stable)).With(stamp);

    /// <summary>These cells with a longer memory: what another store still remembers of a past that this one has pruned.</summary>
    private Document Knowing(Context more, Context stable) =>
        Context.Includes(more) ? this : new Document(Key, WithoutClosed(Context.Union(more), stable), Root);

    /// <summary>An old document must not bring back the entry of a closed replica, whose cells here may be newer than that.</summary>
    private static Context WithoutClosed(Context context, Context stable) =>
        stable.Count == 0 ? context : context.Without(replica => stable[replica] == HlcTime.Max);

    private void CheckOwn(Stamp stamp, Context stable)
    {
        if (new Known(Context, stable).Includes(stamp)) return;
        throw new DocumentFault(
            DocumentFaultKind.OwnStampUnknown,
            $"The stamp {stamp} bears this replica's id, but this replica never made it: its id is in use elsewhere, or its disk is an old copy.");
    }

    private Value ReadItem()
    {
        if (!IsVisible) return default;
        ByteWriter writer = ByteWriter.Rent();
        Reading.WriteItem(writer, Root!);
        byte[] bytes = writer.ToArray();
        ByteWriter.Return(writer);
        return new Value(bytes, 0, bytes.Length);
    }

    private DocumentFault OtherItem() => new(DocumentFaultKind.OtherItem, $"The delta or document is of another item than {Key}.");
}
