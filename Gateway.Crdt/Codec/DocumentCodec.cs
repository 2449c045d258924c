using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Codec;

/// <summary>
/// Documents as bytes: canonical (equal documents have equal bytes), versioned, the visible value first, so that a read never touches
/// metadata. Layout: docs/formats/document.md.
/// </summary>
/// <remarks>
/// With a <see cref="ReplicaTable"/> replicas are short numbers of one store; without, the bytes stand for themselves and are the same everywhere.
/// </remarks>
public static class DocumentCodec
{
    private const int Version = 1;
    private const int VersionMask = 0x0F;
    private const int HasVisible = 0x10;
    private const int IsInterned = 0x20;

    /// <summary>One write by one replica is all there is: no metadata but its stamp.</summary>
    private const int IsWhole = 0x40;

    /// <summary>One replica, whose context entry is the newest time.</summary>
    private const int IsSingle = 0x80;

    /// <summary>Encodes a document, without its key.</summary>
    /// <param name="document">The document.</param>
    /// <param name="replicas">The store's numbers for replicas; null for bytes that stand for themselves.</param>
    /// <returns>A new array.</returns>
    public static byte[] Encode(Document document, ReplicaTable? replicas = null)
    {
        ByteWriter writer = ByteWriter.Rent();
        try
        {
            StampTable stamps = StampTable.Of(document.Context, []);
            Write(writer, document, stamps, replicas);
            if (stamps.Missed)
            {
                writer.Rewind(0);
                Write(writer, document, StampTable.Of(document.Context, StampCollector.Of(document.Root)), replicas);
            }

            return writer.ToArray();
        }
        finally
        {
            ByteWriter.Return(writer);
        }
    }

    /// <summary>Decodes a document that this store encoded itself: guarded against every crash, but not checked to be canonical.</summary>
    /// <param name="key">Which item.</param>
    /// <param name="encoding">Kept, not copied: the document's values are windows onto it, it must not change.</param>
    /// <param name="replicas">The table that it was encoded with.</param>
    /// <exception cref="DocumentFault">The bytes are not an encoding.</exception>
    public static Document Decode(ItemKey key, byte[] encoding, ReplicaTable? replicas = null)
    {
        ByteReader reader = new(encoding);
        byte head = ReadHead(ref reader, replicas);
        Value visible = ReadVisible(ref reader, encoding, head);
        if ((head & IsWhole) != 0) return ReadWhole(ref reader, key, visible, head, replicas);

        StampTable stamps = (head & IsSingle) != 0 ? StampTable.ReadSingle(ref reader, replicas) : StampTable.ReadWhole(ref reader, replicas);
        FullNode? root = null;
        if (reader.Left > 0) root = new DocumentReader(encoding, stamps).Node(ref reader, default, visible, 0).Full();
        CheckEnd(reader);
        return new Document(key, stamps.ToContext(), root, visible);
    }

    /// <summary>Decodes a document that somebody else encoded: every byte is checked, and no other encoding of the same document is taken.</summary>
    /// <inheritdoc cref="Decode"/>
    public static Document DecodeForeign(ItemKey key, byte[] encoding, ReplicaTable? replicas = null)
    {
        Document document = Decode(key, encoding, replicas);
        if (document.Root is { } root) NodeCheck.Check(root, document.Context);
        if (!Encode(document, replicas).AsSpan().SequenceEqual(encoding)) throw DocumentFault.Malformed("The encoding is not canonical", 0);
        return document;
    }

    /// <summary>The visible item of an encoded document, whose metadata is not looked at.</summary>
    /// <param name="encoding">Kept, not copied.</param>
    /// <returns>A map; none if the item does not exist.</returns>
    /// <exception cref="DocumentFault">The bytes are not an encoding.</exception>
    public static Value ReadVisible(byte[] encoding)
    {
        ByteReader reader = new(encoding);
        byte head = reader.Byte("a document");
        CheckVersion(head);
        return ReadVisible(ref reader, encoding, head);
    }

    /// <summary>Applies a delta to encoded bytes: the store's hot path.</summary>
    /// <param name="key">Which item.</param>
    /// <param name="encoding">The document.</param>
    /// <param name="delta">The delta.</param>
    /// <param name="result">The new bytes; <paramref name="encoding"/> itself unless <see cref="ApplyResult.Applied"/>.</param>
    /// <param name="replicas">The store's table.</param>
    /// <param name="stable">What is stable here.</param>
    /// <inheritdoc cref="Document.Apply(Delta, out Document, Context?, Context?)"/>
    public static ApplyResult Apply(ItemKey key, byte[] encoding, Delta delta, out byte[] result, ReplicaTable? replicas = null, Context? stable = null)
    {
        ApplyResult applied = Decode(key, encoding, replicas).Apply(delta, out Document document, stable);
        result = applied == ApplyResult.Applied ? Encode(document, replicas) : encoding;
        return applied;
    }

    /// <summary>Joins encoded documents of one item.</summary>
    /// <returns>The encoded join.</returns>
    /// <inheritdoc cref="Document.Join"/>
    public static byte[] Join(ItemKey key, byte[] left, byte[] right, ReplicaTable? replicas = null, Context? stable = null)
    {
        if (left.AsSpan().SequenceEqual(right)) return left;
        return Encode(Decode(key, left, replicas).Join(Decode(key, right, replicas), stable), replicas);
    }

    private static void Write(ByteWriter writer, Document document, StampTable stamps, ReplicaTable? replicas)
    {
        FullNode? root = document.Root;
        bool visible = document.IsVisible;
        bool single = stamps.Replicas.Length == 1 && stamps.Known[0] == stamps.Newest;
        bool whole = single && visible && IsOneWrite(root!, stamps.Newest);
        int head = Version | (visible ? HasVisible : 0) | (replicas is not null ? IsInterned : 0) | (whole ? IsWhole : 0) | (single ? IsSingle : 0);
        writer.Byte((byte)head);
        int visibleAt = writer.Length;
        if (visible) Reading.WriteItem(writer, root!);
        int visibleEnd = writer.Length;
        if (single) stamps.WriteSingle(writer, replicas);
        else stamps.WriteWhole(writer, replicas);
        if (root is null || whole) return;

        // A window onto the buffer itself: what is written from here on comes after it, and a buffer that grows leaves the old one as it is.
        Value item = visible ? writer.ValueAt(visibleAt, visibleEnd - visibleAt) : default;
        Winner winner = visible ? Reading.RootWinner(root) with { Kind = ValueKind.Map } : default;
        new DocumentWriter(writer, stamps).Node(root, winner, default, item);
    }

    private static bool IsOneWrite(FullNode root, HlcTime newest)
    {
        if (root.Assignments is not [{ Default: false } only] || only.Stamp.Time != newest) return false;
        if (root.Existences.Length + root.Increments.Length + root.Ghosts.Length > 0) return false;
        for (int i = 0; i < root.Children.Length; i++)
        {
            if (!FullNode.IsPlainContent(root.Children[i], only, i)) return false;
        }

        return true;
    }

    private static byte ReadHead(ref ByteReader reader, ReplicaTable? replicas)
    {
        byte head = reader.Byte("a document");
        CheckVersion(head);
        if ((head & IsInterned) != 0 != replicas is not null) throw DocumentFault.Malformed("The document is of another replica table", 0);
        if ((head & IsWhole) != 0 && (head & (IsSingle | HasVisible)) != (IsSingle | HasVisible)) throw DocumentFault.Malformed("A document's head contradicts itself", 0);
        return head;
    }

    private static void CheckVersion(byte head)
    {
        if ((head & VersionMask) == Version) return;
        throw new DocumentFault(DocumentFaultKind.UnknownFormat, $"The document is of format version {head & VersionMask}; this program knows version {Version}.");
    }

    private static Value ReadVisible(ref ByteReader reader, byte[] encoding, byte head)
    {
        if ((head & HasVisible) == 0) return default;
        Value visible = ValueSkip.Read(ref reader, encoding);
        return visible.Kind == ValueKind.Map ? visible : throw DocumentFault.Malformed("An item is not a map", 1);
    }

    private static Document ReadWhole(ref ByteReader reader, ItemKey key, Value visible, byte head, ReplicaTable? replicas)
    {
        StampTable stamps = StampTable.ReadSingle(ref reader, replicas);
        CheckEnd(reader);
        return new Document(key, stamps.ToContext(), DocumentReader.Assigned(new Stamp(stamps.Newest, stamps.Replicas[0]), visible), visible);
    }

    private static void CheckEnd(ByteReader reader)
    {
        if (reader.Left > 0) throw DocumentFault.Malformed("Something follows the document", reader.At);
    }
}
