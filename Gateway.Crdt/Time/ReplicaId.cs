using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Gateway.Crdt.Time;

/// <summary>One writer identity: 64 random bits made with a store. A new disk, a restored backup, a cloned machine is a new replica.</summary>
/// <param name="Value">The bits.</param>
public readonly record struct ReplicaId(ulong Value) : IComparable<ReplicaId>
{
    internal const int Bytes = 8;

    /// <summary>A new identity from the operating system's randomness; nobody needs to be asked.</summary>
    public static ReplicaId Create()
    {
        Span<byte> bits = stackalloc byte[Bytes];
        RandomNumberGenerator.Fill(bits);
        return new ReplicaId(BinaryPrimitives.ReadUInt64LittleEndian(bits));
    }

    /// <inheritdoc/>
    public int CompareTo(ReplicaId other) => Value.CompareTo(other.Value);

    /// <summary>Smaller bits; breaks ties of time, means nothing else.</summary>
    public static bool operator <(ReplicaId left, ReplicaId right) => left.Value < right.Value;

    /// <summary>Larger bits.</summary>
    public static bool operator >(ReplicaId left, ReplicaId right) => left.Value > right.Value;

    /// <summary>Smaller bits or the same.</summary>
    public static bool operator <=(ReplicaId left, ReplicaId right) => left.Value <= right.Value;

    /// <summary>Larger bits or the same.</summary>
    public static bool operator >=(ReplicaId left, ReplicaId right) => left.Value >= right.Value;

    /// <summary>16 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
