namespace Gateway.Crdt.Documents;

/// <summary>Which item a document or a delta is about: opaque bytes, made by the layer above, at most <see cref="BytesMax"/>.</summary>
public readonly struct ItemKey : IEquatable<ItemKey>
{
    /// <summary>Room for a table's id and DynamoDB's largest keys (2,048 and 1,024 bytes).</summary>
    public const int BytesMax = 4096;

    private readonly ReadOnlyMemory<byte> bytes;

    /// <summary>A key.</summary>
    /// <param name="bytes">Kept, not copied.</param>
    /// <exception cref="DocumentFault"><see cref="DocumentFaultKind.TooLarge"/>.</exception>
    public ItemKey(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > BytesMax) throw new DocumentFault(DocumentFaultKind.TooLarge, $"An item key has {bytes.Length} bytes; {BytesMax} are the most.");
        this.bytes = bytes;
    }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => bytes.Span;

    /// <inheritdoc/>
    public bool Equals(ItemKey other) => Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ItemKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    /// <summary>Same item.</summary>
    public static bool operator ==(ItemKey left, ItemKey right) => left.Equals(right);

    /// <summary>Other item.</summary>
    public static bool operator !=(ItemKey left, ItemKey right) => !left.Equals(right);

    /// <summary>Hexadecimal, for people.</summary>
    public override string ToString() => Convert.ToHexStringLower(Bytes);
}
