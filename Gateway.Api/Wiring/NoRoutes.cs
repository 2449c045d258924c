using Gateway.Wire.HttpApis;

namespace Gateway.Api.Wiring;

internal sealed class NoRoutes : IRouteSource
{
    public HttpApi? FindApi(string apiId) => null;

    public IReadOnlyList<DomainMapping>? FindDomain(string domainName) => null;
}
