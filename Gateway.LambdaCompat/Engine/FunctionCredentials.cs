namespace Gateway.LambdaCompat.Engine;

/// <summary>Temporary credentials of a function's role, good at this PoP for its account only.</summary>
/// <param name="AccessKeyId">As <c>ASIA…</c>.</param>
/// <param name="SecretAccessKey">Never in a log.</param>
/// <param name="SessionToken">Goes with them.</param>
/// <param name="Expires">An environment that has them takes no invocation after this; null if they do not expire.</param>
public sealed record FunctionCredentials(string AccessKeyId, string SecretAccessKey, string SessionToken, DateTimeOffset? Expires = null);
