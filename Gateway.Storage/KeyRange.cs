namespace Gateway.Storage;

/// <summary>The keys from <paramref name="Start"/> (included) to <paramref name="End"/> (not included; empty for no end).</summary>
public readonly record struct KeyRange(ReadOnlyMemory<byte> Start, ReadOnlyMemory<byte> End)
{
    /// <summary>All keys that begin with these bytes.</summary>
    public static KeyRange WithPrefix(ReadOnlyMemory<byte> prefix) => new(prefix, After(prefix.Span));

    /// <summary>The first key after all those that begin with these bytes; empty if there is none (all bytes are 0xFF).</summary>
    public static byte[] After(ReadOnlySpan<byte> prefix)
    {
        int last = prefix.Length - 1;
        while (last >= 0 && prefix[last] == 0xFF) last--;
        if (last < 0) return [];

        byte[] end = prefix[..(last + 1)].ToArray();
        end[last]++;
        return end;
    }
}
