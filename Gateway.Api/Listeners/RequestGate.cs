using System.Net;
using Gateway.Api.Options;

namespace Gateway.Api.Listeners;

/// <summary>Decides by the headers alone whether a request may be looked at: a page from elsewhere in a browser on this machine must not reach the PoP.</summary>
/// <remarks>Source: DESIGN 10. <c>Host</c> stops a name that its owner points at this machine (DNS rebinding); <c>Origin</c> stops a page that writes without reading.</remarks>
internal sealed class RequestGate(PopOptions options)
{
    private readonly HashSet<string> names = new(options.Hosts, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> origins = new(options.Origins, StringComparer.OrdinalIgnoreCase);
    private readonly IPAddress bound = options.Host;

    /// <param name="host">The header <c>Host</c>, or HTTP/2's <c>:authority</c>.</param>
    public bool AllowsHost(string host)
    {
        ReadOnlySpan<char> name = WithoutPort(host);
        if (name.IsEmpty) return false;
        if (name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)) return true;
        if (IPAddress.TryParse(name, out IPAddress? address)) return AllowsAddress(address);

        return names.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name) || AwsEndpoint.IsName(name);
    }

    /// <param name="origin">The header <c>Origin</c>.</param>
    /// <param name="host">The header <c>Host</c>, which is allowed.</param>
    /// <returns>True for a listed origin, and for a page that this PoP has served itself.</returns>
    public bool AllowsOrigin(string origin, string host) => IsListed(origin) || IsOurs(origin, host);

    /// <summary>The origin may read answers (CORS).</summary>
    public bool IsListed(string origin) => origins.Contains(origin);

    private static bool IsOurs(string origin, string host)
    {
        int scheme = origin.IndexOf("://", StringComparison.Ordinal);
        return scheme > 0 && origin.AsSpan(scheme + 3).Equals(host, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>An address in the header is what the browser connected to; no owner of a name has a say in it. On all addresses, any will do.</summary>
    private bool AllowsAddress(IPAddress address) =>
        IPAddress.IsLoopback(address) || address.Equals(bound) || bound.Equals(IPAddress.Any) || bound.Equals(IPAddress.IPv6Any);

    private static ReadOnlySpan<char> WithoutPort(ReadOnlySpan<char> host)
    {
        if (host.StartsWith('[')) return host.IndexOf(']') is > 0 and int end ? host[1..end] : default;

        int colon = host.IndexOf(':');
        ReadOnlySpan<char> name = colon < 0 ? host : host[..colon];
        return name.EndsWith('.') ? name[..^1] : name; // a name may end in the root's dot
    }
}
