using System.Globalization;

namespace Gateway.DynamoCompat.Tables;

/// <summary>Makes what DynamoDB makes up: ids, labels, revisions.</summary>
/// <param name="random">Guarded here: it is not made for many threads.</param>
internal sealed class TableIds(Random random)
{
    private readonly Lock gate = new();

    /// <summary>A UUID of version 4.</summary>
    public string NextTableId()
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (gate) random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>Eight hexadecimal digits.</summary>
    public string NextEnding()
    {
        lock (gate) return random.Next().ToString("x8", CultureInfo.InvariantCulture);
    }

    /// <summary>A stream's label: when it was made.</summary>
    public static string LabelOf(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>A policy's revision: when it was made.</summary>
    public static string RevisionOf(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
