using System.Globalization;

namespace Gateway.Crdt.Time;

/// <summary>Hybrid logical time: 48 bits of Unix milliseconds and a 16-bit counter, as one ordered number.</summary>
/// <param name="Ticks">Milliseconds shifted left by 16, plus the counter.</param>
/// <remarks>Source: paper Kulkarni 2014 (hybrid logical clocks).</remarks>
public readonly record struct HlcTime(ulong Ticks) : IComparable<HlcTime>
{
    internal const int CounterBits = 16;

    /// <summary>Before every write.</summary>
    public static HlcTime Zero => default;

    /// <summary>After every write: in a stable context it says "this replica is closed, all that it wrote is known".</summary>
    public static HlcTime Max => new(ulong.MaxValue);

    /// <summary>Unix milliseconds.</summary>
    public long Milliseconds => (long)(Ticks >> CounterBits);

    /// <summary>Orders the writes within one millisecond.</summary>
    public int Counter => (int)(Ticks & 0xFFFF);

    /// <summary>From Unix milliseconds (0 to 2^48-1) and a counter.</summary>
    public static HlcTime At(long milliseconds, int counter = 0) => new(((ulong)milliseconds << CounterBits) | (ushort)counter);

    /// <inheritdoc/>
    public int CompareTo(HlcTime other) => Ticks.CompareTo(other.Ticks);

    /// <summary>Earlier.</summary>
    public static bool operator <(HlcTime left, HlcTime right) => left.Ticks < right.Ticks;

    /// <summary>Later.</summary>
    public static bool operator >(HlcTime left, HlcTime right) => left.Ticks > right.Ticks;

    /// <summary>Earlier or the same.</summary>
    public static bool operator <=(HlcTime left, HlcTime right) => left.Ticks <= right.Ticks;

    /// <summary>Later or the same.</summary>
    public static bool operator >=(HlcTime left, HlcTime right) => left.Ticks >= right.Ticks;

    /// <summary>Milliseconds and counter, for people.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Milliseconds}.{Counter}");
}
