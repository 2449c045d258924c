namespace Gateway.DynamoCompat.Wire;

/// <summary>What a request says of one member.</summary>
internal struct WireSlot
{
    /// <summary>Stands for a number or a truth value, which is in <see cref="Bits"/>.</summary>
    public static readonly object Scalar = new();

    /// <summary>Null if the member is absent or JSON null.</summary>
    public object? Content;

    /// <summary>A number, the bits of a real one, or 0 and 1.</summary>
    public long Bits;

    /// <summary>Where its JSON begins in the body.</summary>
    public int Start;

    /// <summary>How many bytes its JSON has.</summary>
    public int Length;
}
