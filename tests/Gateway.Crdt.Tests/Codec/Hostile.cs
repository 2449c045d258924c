namespace Gateway.Crdt.Tests.Codec;

/// <summary>Spoils valid bytes as disks, links and attackers do, and watches what a reader makes of them.</summary>
internal static class Hostile
{
    /// <summary>Allocation may be this many times the input: each byte can stand for an element, which is an object or two.</summary>
    private const int AllocatedPerByteMax = 400;

    private const int AllocatedMin = 16 * 1024;

    /// <summary>An exception and its trace; and the fault may have come from use, which may take more.</summary>
    private const int AllocatedForFault = 512 * 1024;

    /// <summary>Counts that promise far more than follows.</summary>
    private static readonly byte[][] HugeCounts = [[0x7F], [0xFF, 0x7F], [0xFF, 0xFF, 0xFF, 0xFF, 0x07], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [0x80, 0x00]];

    /// <summary>Every beginning of the bytes, without the whole.</summary>
    public static IEnumerable<byte[]> Truncations(byte[] bytes) => Enumerable.Range(0, bytes.Length).Select(length => bytes[..length]);

    /// <summary>Spoilt copies, the same for the same seed: flipped bits, swapped, changed, removed and inserted bytes, huge counts.</summary>
    public static IEnumerable<byte[]> Spoilt(byte[] bytes, int seed, int count)
    {
        Random random = new(seed);
        for (int i = 0; i < count; i++)
        {
            byte[] spoilt = Spoil(bytes, random);
            if (random.Next(3) == 0) spoilt = Spoil(spoilt, random);
            yield return spoilt;
        }
    }

    /// <summary>Reads bytes and uses what they say: both may end in a <see cref="DocumentFault"/> and nothing else, and reading must not take much memory.</summary>
    /// <returns>False if there was a fault.</returns>
    public static bool Reads<T>(byte[] bytes, Func<byte[], T> read, Action<T> use)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            T result = read(bytes);
            CheckAllocated(before, bytes);
            use(result);
            return true;
        }
        catch (DocumentFault)
        {
            CheckAllocated(before, bytes, AllocatedForFault);
            return false;
        }
        catch (Exception other)
        {
            throw new InvalidOperationException($"Not a fault but a {other.GetType().Name}: {Convert.ToHexString(bytes)}", other);
        }
    }

    private static void CheckAllocated(long before, byte[] bytes, int more = 0)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= AllocatedMin + more + ((long)AllocatedPerByteMax * bytes.Length), $"{allocated} bytes allocated for {bytes.Length}: {Convert.ToHexString(bytes)}");
    }

    private static byte[] Spoil(byte[] bytes, Random random)
    {
        if (bytes.Length == 0) return [0];
        int at = random.Next(bytes.Length);
        int other = random.Next(bytes.Length);
        byte[] copy = [.. bytes];
        switch (random.Next(7))
        {
            case 0:
                (copy[at], copy[other]) = (copy[other], copy[at]);
                return copy;
            case 1:
                copy[at] = (byte)random.Next(256);
                return copy;
            case 2:
                return [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]];
            case 3:
                return [.. bytes[..at], .. bytes[(at + 1)..]];
            case 4:
                return [.. bytes[..at], .. HugeCounts[random.Next(HugeCounts.Length)], .. bytes[(at + 1)..]];
            default:
                copy[at] ^= (byte)(1 << random.Next(8));
                return copy;
        }
    }
}
