using System.Text.Json.Serialization;
using Gateway.Replication.Links;

namespace Gateway.Replication.Membership;

/// <summary>What all members know about one PoP.</summary>
public sealed record PopInfo
{
    /// <summary>As <c>pop-1</c>; unique in the cluster.</summary>
    public required string Name { get; init; }

    /// <summary>As DynamoDB's global tables name it.</summary>
    public required string Region { get; init; }

    /// <summary>The groups of scopes that it belongs to.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Where it takes connections of other PoPs: <c>host:port</c>.</summary>
    public required string Address { get; init; }

    /// <summary>Where apps reach it; empty until it has started once.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>It holds the cluster's authority and decides what must be decided at one place.</summary>
    public bool IsCentral { get; init; }

    /// <summary>Where it stands.</summary>
    public PopState State { get; init; }

    /// <summary>Grows each time that it enters anew; a certificate of a former epoch is not taken.</summary>
    public long Epoch { get; init; } = 1;

    /// <summary>How often it was evicted in this epoch: its store must have acted on the last time before it is read.</summary>
    public uint Evictions { get; init; }

    /// <summary>SHA-256 of its newest certificate, in hexadecimal digits.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>It takes part: the others wait for it, and keep their logs for it.</summary>
    [JsonIgnore]
    public bool IsMember => State is PopState.Joining or PopState.Active;

    /// <summary>Its certificate is taken: also that of a PoP that was evicted, which has to learn that, and may come back.</summary>
    [JsonIgnore]
    public bool IsTaken => IsMember || State is PopState.Evicted;

    /// <summary>Where to connect to.</summary>
    /// <exception cref="FormatException">The address is none.</exception>
    [JsonIgnore]
    public PeerAddress Peer => HostAndPort.TryParse(Address, out HostAndPort? parts) ? new PeerAddress(Name, parts.Host, parts.Port) : throw new FormatException($"'{Address}' is not host:port");
}
