using System.Buffers.Binary;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace Gateway.Replication.Messages;

/// <summary>The ids of tables in one frame: changes name them by their places.</summary>
internal sealed class FrameTables(RepeatedField<ByteString> ids)
{
    private const int IdBytes = 16;

    private readonly Dictionary<UInt128, uint> places = [];

    /// <summary>The place of a table; it gets one if it has none.</summary>
    public uint PlaceOf(UInt128 id)
    {
        if (places.TryGetValue(id, out uint place)) return place;
        places.Add(id, place = (uint)ids.Count);
        ids.Add(Encode(id));
        return place;
    }

    /// <summary>The ids of a frame that came from elsewhere.</summary>
    /// <exception cref="InvalidDataException">One of them is not an id.</exception>
    public static UInt128[] Read(RepeatedField<ByteString> ids) => [.. ids.Select(Decode)];

    /// <summary>An id as bytes.</summary>
    public static ByteString Encode(UInt128 id)
    {
        byte[] bytes = new byte[IdBytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, id);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    /// <summary>An id from bytes.</summary>
    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static UInt128 Decode(ByteString id) =>
        id.Length == IdBytes ? BinaryPrimitives.ReadUInt128BigEndian(id.Span) : throw new InvalidDataException("The id of a table has another length than 16 bytes.");
}
