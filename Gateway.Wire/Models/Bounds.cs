namespace Gateway.Wire.Models;

/// <summary>The least and the greatest length or value; <see cref="long.MinValue"/> and <see cref="long.MaxValue"/> for none.</summary>
public readonly record struct Bounds(long Min, long Max)
{
    /// <summary>Anything goes.</summary>
    public static Bounds None => new(long.MinValue, long.MaxValue);

    /// <summary>Whether a length or value lies within.</summary>
    public bool Hold(long measure) => measure >= Min && measure <= Max;
}
