using Gateway.Crdt.Time;

namespace Gateway.Crdt.Documents;

/// <summary>What crosses a link about one item: a delta, several deltas merged, or the whole document. All of them merge, in any order, any number of times.</summary>
public abstract record Fragment
{
    private Fragment()
    {
    }

    /// <summary>Which item.</summary>
    public abstract ItemKey Key { get; }

    /// <summary>What a document has seen once it was applied, besides what it must have seen before: the last stamp of each replica.</summary>
    public abstract Context Brings { get; }

    /// <summary>What must have been merged before: nothing for a document.</summary>
    public abstract Context Needs { get; }

    /// <summary>About how many bytes it takes on a link, before compression.</summary>
    public abstract int ApproximateBytes { get; }

    /// <summary>A delta to ship.</summary>
    public static Fragment Of(Delta delta) => new OfDelta(delta);

    /// <summary>Merged deltas to ship.</summary>
    public static Fragment Of(MergedDelta merged) => new OfMerged(merged);

    /// <summary>A document to ship.</summary>
    public static Fragment Of(Document document) => new OfDocument(document);

    /// <summary>Applies it to a document of this replica.</summary>
    /// <param name="document">The item here; may be empty.</param>
    /// <param name="self">This replica.</param>
    /// <param name="result">The document with it; <paramref name="document"/> itself unless <see cref="ApplyResult.Applied"/>.</param>
    /// <param name="stable">What is stable here.</param>
    /// <param name="past">What of it is in the past of all that is still to come; null for all of it.</param>
    /// <returns>A document is never missing anything: <see cref="ApplyResult.AlreadySeen"/> if joining it changes nothing here.</returns>
    /// <exception cref="DocumentFault">
    /// <see cref="DocumentFaultKind.OtherItem"/>, <see cref="DocumentFaultKind.StampConflict"/>, <see cref="DocumentFaultKind.OwnStampUnknown"/>.
    /// </exception>
    public abstract ApplyResult ApplyTo(Document document, ReplicaId self, out Document result, Context? stable = null, Context? past = null);

    /// <summary>One write.</summary>
    public sealed record OfDelta(Delta Delta) : Fragment
    {
        /// <inheritdoc/>
        public override ItemKey Key => Delta.Key;

        /// <inheritdoc/>
        public override Context Brings => Context.Empty.With(Delta.Stamp);

        /// <inheritdoc/>
        public override Context Needs => Delta.Needs;

        /// <inheritdoc/>
        public override int ApproximateBytes => SizeEstimate.Of(Delta);

        /// <inheritdoc/>
        public override ApplyResult ApplyTo(Document document, ReplicaId self, out Document result, Context? stable = null, Context? past = null) =>
            document.ApplyRemote(Delta, self, out result, stable, past);
    }

    /// <summary>Several consecutive writes of one replica.</summary>
    public sealed record OfMerged(MergedDelta Merged) : Fragment
    {
        /// <inheritdoc/>
        public override ItemKey Key => Merged.Key;

        /// <inheritdoc/>
        public override Context Brings => Context.Empty.With(Merged.Stamp);

        /// <inheritdoc/>
        public override Context Needs => Merged.Needs;

        /// <inheritdoc/>
        public override int ApproximateBytes => SizeEstimate.Of(Merged);

        /// <inheritdoc/>
        public override ApplyResult ApplyTo(Document document, ReplicaId self, out Document result, Context? stable = null, Context? past = null) =>
            document.ApplyRemote(Merged, self, out result, stable, past);
    }

    /// <summary>All of an item.</summary>
    public sealed record OfDocument(Document Document) : Fragment
    {
        /// <inheritdoc/>
        public override ItemKey Key => Document.Key;

        /// <inheritdoc/>
        public override Context Brings => Document.Context;

        /// <inheritdoc/>
        public override Context Needs => Context.Empty;

        /// <inheritdoc/>
        public override int ApproximateBytes => SizeEstimate.Of(Document);

        /// <inheritdoc/>
        public override ApplyResult ApplyTo(Document document, ReplicaId self, out Document result, Context? stable = null, Context? past = null)
        {
            Document joined = document.JoinRemote(Document, self, stable, past);
            result = joined.IsSameAs(document) ? document : joined;
            return ReferenceEquals(result, document) ? ApplyResult.AlreadySeen : ApplyResult.Applied;
        }
    }
}
