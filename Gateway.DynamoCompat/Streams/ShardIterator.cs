using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.DynamoCompat.Streams;

/// <summary>A place in a shard, as the client holds it.</summary>
/// <param name="StreamArn">Which stream.</param>
/// <param name="Next">The sequence of the next record, or one before it.</param>
/// <param name="Millisecond">When it was made, since 1970: it is good for 15 minutes.</param>
internal sealed record ShardIterator(string StreamArn, long Next, long Millisecond)
{
    /// <summary>Source: doc Streams (shard iterators expire after 15 minutes).</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private const byte Version = 1;

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[1 + sizeof(long) + sizeof(long)];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], Next);
        BinaryPrimitives.WriteInt64BigEndian(bytes[(1 + sizeof(long))..], Millisecond);
        return $"{StreamArn}|{Version}|{Base64Url.EncodeToString(bytes)}";
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out ShardIterator? iterator)
    {
        iterator = null;
        if (text.Split('|') is not [{ } arn, "1", { } place] || !Base64Url.IsValid(place, out int length) || length != 1 + sizeof(long) + sizeof(long)) return false;
        byte[] bytes = Base64Url.DecodeFromChars(place);
        if (bytes[0] != Version) return false;
        iterator = new ShardIterator(arn, BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(1)), BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(1 + sizeof(long))));
        return iterator.Next >= 0;
    }
}
