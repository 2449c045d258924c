namespace Gateway.DynamoCompat.Execution;

/// <summary>A client's token, which makes the repetition of a transaction harmless for ten minutes.</summary>
/// <param name="StoreKey">Where it is kept.</param>
/// <param name="Fingerprint">What the request said: another request must not use the token. 32 bytes.</param>
internal sealed record TransactionToken(byte[] StoreKey, byte[] Fingerprint);
