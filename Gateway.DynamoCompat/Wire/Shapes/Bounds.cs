namespace Gateway.DynamoCompat.Wire.Shapes;

/// <summary>The least and the greatest length or value; <see cref="long.MinValue"/> and <see cref="long.MaxValue"/> for none.</summary>
internal readonly record struct Bounds(long Min, long Max)
{
    public static Bounds None => new(long.MinValue, long.MaxValue);

    public bool Hold(long measure) => measure >= Min && measure <= Max;
}
