namespace Gateway.LambdaCompat.Http;

/// <summary>Gets a document of a token issuer: its OpenID configuration, its keys.</summary>
/// <param name="address">As <c>https://issuer/.well-known/openid-configuration</c>.</param>
/// <param name="token">Nobody waits any more.</param>
/// <returns>The document; null if there is none, or it cannot be reached.</returns>
public delegate Task<byte[]?> KeyFetch(Uri address, CancellationToken token);
