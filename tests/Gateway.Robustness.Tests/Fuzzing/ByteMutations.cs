namespace Gateway.Robustness.Tests.Fuzzing;

/// <summary>Damage that knows nothing of JSON.</summary>
internal static class ByteMutations
{
    private static readonly byte[] Telling = [0x00, 0x01, 0x09, 0x0A, 0x1F, 0x20, (byte)'"', (byte)'\\', (byte)'{', (byte)'}', (byte)'[', (byte)']', (byte)',', (byte)':', 0x7F, 0x80, 0xBF, 0xC0, 0xC3, 0xE2, 0xED, 0xF0, 0xF5, 0xFE, 0xFF];

    public static byte[] Apply(Random random, byte[] body, byte[] other) => random.Next(8) switch
    {
        _ when body.Length == 0 => other,
        0 => Flip(random, body),
        1 => Set(random, body),
        2 => Insert(random, body),
        3 => Cut(random, body),
        4 => Double(random, body),
        5 => body[..random.Next(body.Length)],
        6 => Splice(random, body, other),
        _ => Swap(random, body),
    };

    /// <summary>A text with some of its bytes replaced by others.</summary>
    public static byte[] Replace(byte[] text, int start, int end, ReadOnlySpan<byte> bytes) => [.. text.AsSpan(0, start), .. bytes, .. text.AsSpan(end)];

    private static byte[] Flip(Random random, byte[] body)
    {
        byte[] changed = [.. body];
        for (int i = random.Next(1, 4); i > 0; i--) changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        return changed;
    }

    private static byte[] Set(Random random, byte[] body)
    {
        byte[] changed = [.. body];
        changed[random.Next(changed.Length)] = Telling[random.Next(Telling.Length)];
        return changed;
    }

    private static byte[] Insert(Random random, byte[] body)
    {
        int at = random.Next(body.Length + 1);
        byte[] bytes = new byte[random.Next(1, 6)];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = random.Next(2) == 0 ? Telling[random.Next(Telling.Length)] : (byte)random.Next(256);
        return Replace(body, at, at, bytes);
    }

    private static byte[] Cut(Random random, byte[] body)
    {
        int start = random.Next(body.Length);
        return Replace(body, start, Math.Min(body.Length, start + random.Next(1, 30)), default);
    }

    private static byte[] Double(Random random, byte[] body)
    {
        int start = random.Next(body.Length);
        int end = Math.Min(body.Length, start + random.Next(1, 60));
        return Replace(body, end, end, body.AsSpan(start, end - start));
    }

    private static byte[] Splice(Random random, byte[] body, byte[] other) => [.. body.AsSpan(0, random.Next(body.Length)), .. other.AsSpan(random.Next(other.Length + 1))];

    private static byte[] Swap(Random random, byte[] body)
    {
        byte[] changed = [.. body];
        int one = random.Next(changed.Length), two = random.Next(changed.Length);
        (changed[one], changed[two]) = (changed[two], changed[one]);
        return changed;
    }
}
