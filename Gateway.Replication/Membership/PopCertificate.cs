namespace Gateway.Replication.Membership;

/// <summary>What a checked certificate says of its holder.</summary>
/// <param name="Name">The PoP.</param>
/// <param name="Epoch">The epoch in which it was issued.</param>
/// <param name="Fingerprint">SHA-256 of the certificate, in hexadecimal digits.</param>
public sealed record PopCertificate(string Name, long Epoch, string Fingerprint);
