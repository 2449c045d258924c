using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Execution;

/// <summary>A digest of what a request says, whatever the order of its JSON members. Not for several threads.</summary>
internal sealed class RequestFingerprint
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add(string? text) => Add(text is null ? default : Encoding.UTF8.GetBytes(text), text is null ? -1 : 0);

    public void Add(Value value) => Add(value.Bytes, value.IsNone ? -1 : 0);

    public void Add(IReadOnlyDictionary<string, string>? texts)
    {
        foreach ((string name, string text) in (texts ?? new Dictionary<string, string>()).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            Add(name);
            Add(text);
        }

        Add((string?)null);
    }

    /// <summary>32 bytes.</summary>
    public byte[] Finish()
    {
        byte[] digest = hash.GetHashAndReset();
        hash.Dispose();
        return digest;
    }

    /// <summary>With the length before the bytes, so that parts cannot run into one another; -1 for what is absent.</summary>
    private void Add(ReadOnlySpan<byte> bytes, int absent)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, absent < 0 ? absent : bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
