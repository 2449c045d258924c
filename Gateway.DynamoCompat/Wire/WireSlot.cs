namespace Gateway.DynamoCompat.Wire;

/// <summary>What a request says of one member.</summary>
internal struct WireSlot
{
    /// <summary>Stands for a number or a truth value, which is in <see cref="Bits"/>.</summary>
    public static readonly object Scalar = new();

    /// <summary>Null if the member is absent or JSON null.</summary>
    public object? Content;

    /// <summary>A number, the bits of a real one, or 0 and 1; of anything else <see cref="Start"/> and <see cref="Length"/>.</summary>
    public long Bits;

    /// <summary>Where its JSON begins in the body. Not of a number or a truth value.</summary>
    public readonly int Start => (int)(Bits >> 32);

    /// <summary>How many bytes its JSON has. Not of a number or a truth value.</summary>
    public readonly int Length => (int)Bits;

    /// <summary>Sets what is neither a number nor a truth value.</summary>
    public void Set(object content, int start, int end)
    {
        Content = content;
        Bits = ((long)start << 32) | (uint)(end - start);
    }
}
