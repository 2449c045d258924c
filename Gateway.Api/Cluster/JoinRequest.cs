namespace Gateway.Api.Cluster;

/// <summary>What a PoP sends to get a certificate.</summary>
/// <param name="Secret">That of its token; null from a member that renews its certificate.</param>
/// <param name="Address">Where it will take connections of other PoPs; null from a member.</param>
/// <param name="Request">A certificate request (PKCS #10, DER).</param>
internal sealed record JoinRequest(string? Secret, string? Address, byte[] Request);
