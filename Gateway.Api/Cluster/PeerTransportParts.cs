using Gateway.Replication.Links.Transport;
using Gateway.Replication.Membership;

namespace Gateway.Api.Cluster;

/// <summary>What connections between PoPs ask others for.</summary>
internal sealed record PeerTransportParts
{
    /// <summary>What this PoP proves itself with now; it changes when the certificate is renewed.</summary>
    public required Func<PopIdentity> Identity { get; init; }

    /// <summary>Whether a certificate of the authority is a member's.</summary>
    public required Func<PopCertificate, bool> Takes { get; init; }

    /// <summary>Whether a token of this id is waited for.</summary>
    public Func<string, bool> IsTokenOpen { get; init; } = _ => false;

    /// <summary>Answers those who join: path, who asks, body. Null: there is no such thing.</summary>
    public Func<string, PopCertificate?, Stream, CancellationToken, ValueTask<byte[]?>>? Desk { get; init; }

    /// <summary>Times and bounds.</summary>
    public LinkSettings Settings { get; init; } = new();
}
