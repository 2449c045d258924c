using System.Buffers.Binary;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.StackCompat.Logs.Storage;

/// <summary>The keys of groups, streams and events. Layout: docs/formats/stack.md.</summary>
internal static class LogKeys
{
    private const byte GroupKind = 1;
    private const byte StreamKind = 2;
    private const int EventBytes = 1 + 4 + 4 + 8 + 8;

    public static KeyRange Groups { get; } = KeyRange.WithPrefix(new[] { (byte)KeySpace.LogGroup, GroupKind });

    public static byte[] Group(uint group)
    {
        byte[] key = [(byte)KeySpace.LogGroup, GroupKind, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(2), group);
        return key;
    }

    public static KeyRange StreamsOf(uint group) => KeyRange.WithPrefix(Stream(group, 0).AsMemory(0, 6));

    public static byte[] Stream(uint group, uint stream)
    {
        byte[] key = [(byte)KeySpace.LogGroup, StreamKind, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(2), group);
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(6), stream);
        return key;
    }

    public static KeyRange EventsOf(uint group) => KeyRange.WithPrefix(Event(group, 0, default).AsMemory(0, 5));

    public static KeyRange EventsOf(uint group, uint stream) => KeyRange.WithPrefix(Event(group, stream, default).AsMemory(0, 9));

    /// <summary>The events of a stream from one position (included) to another one (not included).</summary>
    public static KeyRange EventsOf(uint group, uint stream, LogPosition from, LogPosition to) => new(Event(group, stream, from), Event(group, stream, to));

    public static byte[] Event(uint group, uint stream, LogPosition position)
    {
        byte[] key = new byte[EventBytes];
        key[0] = (byte)KeySpace.LogEvent;
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(1), group);
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(5), stream);
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(9), position.Time);
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(17), position.Sequence);
        return key;
    }

    public static LogPosition PositionIn(ReadOnlySpan<byte> key) => new(BinaryPrimitives.ReadInt64BigEndian(key[9..]), BinaryPrimitives.ReadInt64BigEndian(key[17..]));
}
