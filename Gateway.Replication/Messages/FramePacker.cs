using System.Buffers;
using System.IO.Compression;
using Gateway.Replication.Links;
using Google.Protobuf;

namespace Gateway.Replication.Messages;

/// <summary>Frames as bytes on a link; large ones are compressed where that saves something.</summary>
internal static class FramePacker
{
    /// <summary>Smaller frames are not worth the work.</summary>
    private const int PackedFrom = 512;

    /// <summary>The quickest that still finds repetitions.</summary>
    private const int Quality = 1;
    private const int Window = 18;

    /// <summary>A frame as bytes.</summary>
    public static byte[] Pack(Frame frame)
    {
        byte[] plain = frame.ToByteArray();
        if (plain.Length < PackedFrom) return plain;
        byte[] rented = ArrayPool<byte>.Shared.Rent(plain.Length);
        try
        {
            // Larger than the plain bytes would not fit, and is not wanted.
            if (!BrotliEncoder.TryCompress(plain, rented.AsSpan(0, plain.Length), out int length, Quality, Window)) return plain;
            return new Frame { Packed = new Packed { Content = UnsafeByteOperations.UnsafeWrap(rented.AsMemory(0, length)), Bytes = plain.Length } }.ToByteArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>A frame from bytes.</summary>
    /// <exception cref="InvalidDataException">They are no frame, or expand to more than a frame may have.</exception>
    public static Frame Unpack(ReadOnlyMemory<byte> bytes)
    {
        Frame frame = Parse(bytes.Span);
        if (frame.KindCase != Frame.KindOneofCase.Packed) return frame;
        int length = frame.Packed.Bytes;
        if (length is < 0 or > PeerFrames.BytesMax) throw new InvalidDataException("A packed frame says that it is larger than a frame may be.");
        byte[] plain = new byte[length];
        if (!BrotliDecoder.TryDecompress(frame.Packed.Content.Span, plain, out int written) || written != length) throw new InvalidDataException("A packed frame does not expand to what it says.");
        frame = Parse(plain);
        return frame.KindCase != Frame.KindOneofCase.Packed ? frame : throw new InvalidDataException("A frame is packed twice.");
    }

    private static Frame Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Frame.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException fault)
        {
            throw new InvalidDataException("Bytes on the link are no frame.", fault);
        }
    }
}
