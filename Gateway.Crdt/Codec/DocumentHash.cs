using System.Buffers.Binary;
using System.Security.Cryptography;
using Gateway.Crdt.Documents;

namespace Gateway.Crdt.Codec;

/// <summary>The 128-bit hash of a document's content: equal at two stores if and only if their documents are.</summary>
/// <remarks>
/// SHA-256 cut to 128 bits: nobody can make two documents that pass for equal, and the processor has instructions for it (ADR 0006).
/// </remarks>
public static class DocumentHash
{
    /// <summary>The hash of a document: of its bytes without a replica table.</summary>
    public static UInt128 Of(Document document) => Of(DocumentCodec.Encode(document));

    /// <summary>The hash of bytes that <see cref="DocumentCodec.Encode"/> made without a replica table.</summary>
    public static UInt128 Of(ReadOnlySpan<byte> encoding)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(encoding, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
