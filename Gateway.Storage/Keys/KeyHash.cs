namespace Gateway.Storage.Keys;

/// <summary>The hash that spreads partition keys over the item space. It is in stores, so it never changes.</summary>
/// <remarks>FNV-1a of 64 bits, mixed once more so that every bit of the key reaches the high bits, which are kept. Not for untrusted hash tables. Source: docs/formats/store.md.</remarks>
public static class KeyHash
{
    /// <summary>32 well-mixed bits of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte one in bytes) hash = (hash ^ one) * 0x100000001B3;

        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return (uint)((hash ^ (hash >> 33)) >> 32);
    }
}
