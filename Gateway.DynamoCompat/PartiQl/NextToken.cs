using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gateway.Crdt;
using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.PartiQl;

/// <summary>Where a SELECT goes on: opaque to the client, and good for the statement and the parameters that it came from only.</summary>
/// <param name="Range">Which of the plan's ranges.</param>
/// <param name="Key">The last key that was read in it.</param>
/// <remarks>Base64 of: version, binding, check, range (2 bytes), key as a value. The check tells a token that was damaged from one of another statement; it keeps no secret.</remarks>
internal readonly record struct NextToken(int Range, Value Key)
{
    private const byte Version = 1;
    private const int BindingBytes = 12;
    private const int CheckBytes = 8;
    private const int HeadBytes = 1 + BindingBytes + CheckBytes + sizeof(ushort);

    /// <summary>What binds a token to its request.</summary>
    public static byte[] BindingOf(Caller caller, string statement, IReadOnlyList<Value> parameters)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{caller.AccountId}/{caller.Region}\0{statement}\0"));
        foreach (Value parameter in parameters) hash.AppendData(parameter.Bytes);
        return hash.GetHashAndReset()[..BindingBytes];
    }

    public string Write(byte[] binding)
    {
        byte[] token = new byte[HeadBytes + Key.Bytes.Length];
        token[0] = Version;
        binding.CopyTo(token, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(token.AsSpan(HeadBytes - sizeof(ushort)), (ushort)Range);
        Key.Bytes.CopyTo(token.AsSpan(HeadBytes));
        CheckOf(token).CopyTo(token, 1 + BindingBytes);
        return Convert.ToBase64String(token);
    }

    /// <exception cref="WireException">It is no token, or one of another statement.</exception>
    public static NextToken Read(string text, byte[] binding)
    {
        byte[] token = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, token, out int length) || length <= HeadBytes || token[0] != Version) throw new WireException(DynamoErrors.NextTokenInvalid);
        token = token[..length];
        if (!CheckOf(token).AsSpan().SequenceEqual(token.AsSpan(1 + BindingBytes, CheckBytes))) throw new WireException(DynamoErrors.NextTokenInvalid);
        if (!token.AsSpan(1, BindingBytes).SequenceEqual(binding)) throw new WireException(DynamoErrors.NextTokenForeign);
        try
        {
            return new NextToken(BinaryPrimitives.ReadUInt16LittleEndian(token.AsSpan(HeadBytes - sizeof(ushort))), Value.Decode(token[HeadBytes..]));
        }
        catch (DocumentFault)
        {
            throw new WireException(DynamoErrors.NextTokenInvalid);
        }
    }

    private static byte[] CheckOf(byte[] token)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(token.AsSpan(0, 1 + BindingBytes));
        hash.AppendData(token.AsSpan(1 + BindingBytes + CheckBytes));
        return hash.GetHashAndReset()[..CheckBytes];
    }
}
