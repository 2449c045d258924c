using System.Buffers.Binary;

namespace Gateway.Api.Listeners;

/// <summary>Makes request ids as DynamoDB's: 52 letters and digits, the last 26 always the same. Safe for many threads.</summary>
/// <remarks>Unique within one run: the first 13 letters are a bijection of a counter.</remarks>
internal sealed class RequestIds(Random random)
{
    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
    private const string End = "VV4KQNSO5AEMVJF66Q9ASUAAJG";
    private readonly ulong seed = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
    private ulong count = (ulong)random.NextInt64(long.MinValue, long.MaxValue);

    public string Next()
    {
        ulong number = Interlocked.Increment(ref count);
        return string.Create(52, (First: Mix(number), Second: Mix(number ^ seed)), static (letters, words) =>
        {
            for (int i = 0; i < 13; i++)
            {
                letters[i] = Letters[(int)(words.First >> (i * 5)) & 31];
                letters[13 + i] = Letters[(int)(words.Second >> (i * 5)) & 31];
            }

            End.CopyTo(letters[26..]);
        });
    }

    /// <summary>A UUID of the same source, as the services beside DynamoDB have them.</summary>
    public string NextUuid()
    {
        ulong number = Interlocked.Increment(ref count);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Mix(number));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Mix(number ^ seed));
        bytes[6] = (byte)(0x40 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>Spreads each bit of a number over all of them; no two numbers give the same (the finaliser of SplitMix64).</summary>
    private static ulong Mix(ulong number)
    {
        number *= 0x9E3779B97F4A7C15;
        number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9;
        number = (number ^ (number >> 27)) * 0x94D049BB133111EB;
        return number ^ (number >> 31);
    }
}
