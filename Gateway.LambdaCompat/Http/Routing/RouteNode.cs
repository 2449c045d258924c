using Gateway.Wire.HttpApis;

namespace Gateway.LambdaCompat.Http.Routing;

/// <summary>A part of a path in the tree of routes. Its depth is the number of parts before it, so a search visits each node once at most.</summary>
internal sealed class RouteNode
{
    private readonly Dictionary<string, RouteNode> children = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ApiRoute> routes = new(StringComparer.Ordinal);
    private RouteNode? parameter;
    private RouteNode? greedy;

    /// <summary>Adds a route below the root.</summary>
    public void Add(ApiRoute route)
    {
        RouteNode node = this;
        string trimmed = route.Path!.Trim('/');
        foreach (string part in trimmed.Length == 0 ? [] : trimmed.Split('/'))
        {
            if (part.StartsWith('{')) node = part.EndsWith("+}", StringComparison.Ordinal) ? node.greedy ??= new RouteNode() : node.parameter ??= new RouteNode();
            else if (node.children.TryGetValue(part, out RouteNode? child)) node = child;
            else node.children.Add(part, node = new RouteNode());
        }

        node.routes[route.Method] = route;
    }

    /// <summary>The node of a path.</summary>
    /// <param name="method">The node must have a route for it; null to take the path alone.</param>
    public RouteNode? Find(IReadOnlyList<string> segments, int at, string? method)
    {
        if (at == segments.Count) return Takes(method) ? this : null;
        return (children.TryGetValue(segments[at], out RouteNode? child) ? child.Find(segments, at + 1, method) : null)
            ?? parameter?.Find(segments, at + 1, method)
            ?? (greedy is not null && greedy.Takes(method) ? greedy : null);
    }

    public ApiRoute? RouteOf(string method) => routes.GetValueOrDefault(method) ?? routes.GetValueOrDefault("ANY");

    private bool Takes(string? method) => method is null ? routes.Count > 0 : RouteOf(method) is not null;
}
