namespace Gateway.Wire.HttpApis;

/// <summary>What lies below a path of a custom domain name.</summary>
/// <param name="BasePath">Without slashes at its ends; empty for the root.</param>
/// <param name="ApiId">Which API.</param>
/// <param name="Stage">Which stage of it; null to take it from the path.</param>
public sealed record DomainMapping(string BasePath, string ApiId, string? Stage);
