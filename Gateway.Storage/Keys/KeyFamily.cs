namespace Gateway.Storage.Keys;

/// <summary>The two parts that an engine may keep apart: what is looked up and replaced, and what is appended and trimmed.</summary>
internal static class KeyFamily
{
    /// <summary>Keys whose first byte is smaller, and the empty key.</summary>
    public const uint Main = 0;

    /// <summary>Keys from <see cref="AppendedFrom"/> on.</summary>
    public const uint Appended = 1;

    /// <summary>What an engine notes about itself: no keys of the store's.</summary>
    public const uint Own = 2;

    /// <summary>First byte of the appended part.</summary>
    public const byte AppendedFrom = 0x80;

    public static uint Of(ReadOnlySpan<byte> key) => key.IsEmpty || key[0] < AppendedFrom ? Main : Appended;
}
