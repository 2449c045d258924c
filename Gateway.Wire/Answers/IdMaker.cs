using System.Globalization;

namespace Gateway.Wire.Answers;

/// <summary>Makes ids from a generator of chance. Safe for many threads. Not for secrets.</summary>
public sealed class IdMaker(Random random)
{
    private const string LowerLettersAndDigits = "abcdefghijklmnopqrstuvwxyz0123456789";

    private readonly Lock gate = new();

    /// <summary>A UUID of version 4, in small letters.</summary>
    public string Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (gate) random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D", CultureInfo.InvariantCulture);
    }

    /// <summary>So many hexadecimal digits, in small letters.</summary>
    public string Hex(int digits)
    {
        Span<byte> bytes = stackalloc byte[(digits + 1) / 2];
        lock (gate) random.NextBytes(bytes);
        return Convert.ToHexStringLower(bytes)[..digits];
    }

    /// <summary>So many small letters and digits.</summary>
    public string Letters(int count)
    {
        lock (gate) return string.Create(count, random, static (text, random) => random.GetItems(LowerLettersAndDigits, text));
    }

    /// <summary>At least 0, below 1.</summary>
    public double Fraction()
    {
        lock (gate) return random.NextDouble();
    }
}
