namespace Gateway.DynamoCompat;

/// <summary>Who sends a request: what the signature, or its absence, has settled.</summary>
/// <param name="AccountId">The tenant: 12 digits.</param>
/// <param name="Region">The region of the signature's scope, as <c>us-east-1</c>.</param>
public sealed record Caller(string AccountId, string Region);
