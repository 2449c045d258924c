namespace Gateway.Wire.HttpApis;

/// <summary>Where the HTTP front finds what it serves. Answers are immutable: a change makes new ones.</summary>
public interface IRouteSource
{
    /// <summary>An API by its id; null if there is none.</summary>
    HttpApi? FindApi(string apiId);

    /// <summary>The mappings of a custom domain name; null if it is no domain of ours.</summary>
    /// <param name="domainName">In small letters, without port.</param>
    IReadOnlyList<DomainMapping>? FindDomain(string domainName);
}
