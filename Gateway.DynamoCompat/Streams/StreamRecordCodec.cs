using System.Buffers.Binary;
using System.Text;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Streams;

/// <summary>Stream records as bytes. Layout: docs/formats/tables.md.</summary>
internal static class StreamRecordCodec
{
    private const byte Version = 1;

    private const int HeadBytes = 1 + 1 + 1 + sizeof(long);

    [Flags]
    private enum Marks : byte
    {
        HadOld = 1,
        HasNew = 2,
        HasLineage = 4,
        HasOrigin = 8,
    }

    public static byte[] Encode(StreamRecord record)
    {
        int tailBytes = record.Lineage is null ? 0 : sizeof(int) + record.Lineage.Length;
        if (record.Origin is { } origin) tailBytes += (2 * sizeof(int)) + Encoding.UTF8.GetByteCount(origin.Pop) + Encoding.UTF8.GetByteCount(origin.Region ?? "");
        byte[] bytes = new byte[HeadBytes + (3 * sizeof(int)) + record.Key.Bytes.Length + record.OldImage.Bytes.Length + record.NewImage.Bytes.Length + tailBytes];
        bytes[0] = Version;
        bytes[1] = (byte)((record.HadOld ? Marks.HadOld : 0) | (record.HasNew ? Marks.HasNew : 0) | (record.Lineage is null ? 0 : Marks.HasLineage) | (record.Origin is null ? 0 : Marks.HasOrigin));
        bytes[2] = (byte)record.Cause;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(3), record.Millisecond);
        Span<byte> rest = bytes.AsSpan(HeadBytes);
        Append(ref rest, record.Key);
        Append(ref rest, record.OldImage);
        Append(ref rest, record.NewImage);
        if (record.Lineage is not null) Append(ref rest, Encoding.ASCII, record.Lineage);
        if (record.Origin is not null)
        {
            Append(ref rest, Encoding.UTF8, record.Origin.Pop);
            Append(ref rest, Encoding.UTF8, record.Origin.Region ?? "");
        }

        return bytes;
    }

    /// <summary>When a record was written, without decoding the rest of it.</summary>
    public static long MillisecondOf(ReadOnlySpan<byte> bytes) => bytes.Length < HeadBytes ? throw Corrupt() : BinaryPrimitives.ReadInt64LittleEndian(bytes[3..]);

    /// <exception cref="StoreFault"><see cref="StoreFaultKind.Corrupt"/> or <see cref="StoreFaultKind.NewerFormat"/>.</exception>
    public static StreamRecord Decode(long sequence, byte[] bytes)
    {
        if (bytes.Length < HeadBytes) throw Corrupt();
        if (bytes[0] > Version) throw new StoreFault(StoreFaultKind.NewerFormat, $"A stream record has format {bytes[0]}; this version reads up to {Version}.");
        Marks marks = (Marks)bytes[1];
        int at = HeadBytes;
        return new StreamRecord
        {
            Sequence = sequence,
            Millisecond = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(3)),
            Cause = (WriteCause)bytes[2],
            Key = Next(bytes, ref at),
            OldImage = Next(bytes, ref at),
            NewImage = Next(bytes, ref at),
            HadOld = marks.HasFlag(Marks.HadOld),
            HasNew = marks.HasFlag(Marks.HasNew),
            Lineage = marks.HasFlag(Marks.HasLineage) ? Encoding.ASCII.GetString(NextBytes(bytes, ref at)) : null,
            Origin = marks.HasFlag(Marks.HasOrigin) ? NextOrigin(bytes, ref at) : null,
        };
    }

    private static void Append(ref Span<byte> target, Value value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, value.Bytes.Length);
        value.Bytes.CopyTo(target[sizeof(int)..]);
        target = target[(sizeof(int) + value.Bytes.Length)..];
    }

    private static void Append(ref Span<byte> target, Encoding encoding, string text)
    {
        int length = encoding.GetBytes(text, target[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(target, length);
        target = target[(sizeof(int) + length)..];
    }

    private static ChangeOrigin NextOrigin(byte[] bytes, ref int at)
    {
        string pop = Encoding.UTF8.GetString(NextBytes(bytes, ref at));
        string region = Encoding.UTF8.GetString(NextBytes(bytes, ref at));
        return new ChangeOrigin(pop, region.Length == 0 ? null : region);
    }

    private static Value Next(byte[] bytes, ref int at)
    {
        ReadOnlySpan<byte> value = NextBytes(bytes, ref at);
        return value.IsEmpty ? default : Value.Decode(value.ToArray());
    }

    private static ReadOnlySpan<byte> NextBytes(byte[] bytes, ref int at)
    {
        if (bytes.Length - at < sizeof(int)) throw Corrupt();
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
        at += sizeof(int);
        if (length < 0 || length > bytes.Length - at) throw Corrupt();
        at += length;
        return bytes.AsSpan(at - length, length);
    }

    private static StoreFault Corrupt() => new(StoreFaultKind.Corrupt, "A stream record is cut off.");
}
