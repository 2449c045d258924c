using Gateway.Crdt.Codec;
using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Items;

/// <summary>Items as reads see them: what shows of a stored document, with the key attributes that are kept in its key only.</summary>
internal static class StoredItem
{
    private const int ScratchBytesMax = 1 << 16;

    [ThreadStatic]
    private static byte[]? scratch;

    /// <summary>The whole item, from bytes that the caller keeps.</summary>
    /// <inheritdoc cref="Read(byte[], Value)"/>
    public static Value Read(ReadOnlySpan<byte> stored, Value key)
    {
        if (stored.Length > ScratchBytesMax) return Read(stored.ToArray(), key);
        scratch ??= new byte[ScratchBytesMax]; // read from, and copied into the item: the next one may take its place
        stored.CopyTo(scratch);
        return Read(scratch, key);
    }

    /// <summary>The whole item.</summary>
    /// <param name="stored">The document's bytes; null if there is none.</param>
    /// <param name="key">The key attributes.</param>
    /// <returns>A map; none if there is no document or nothing of it shows.</returns>
    public static Value Read(byte[]? stored, Value key)
    {
        if (stored is null) return default;
        Value visible = DocumentCodec.ReadVisible(stored);
        return visible.IsNone ? default : ValueMaps.Union(visible, key);
    }
}
