using System.Runtime.CompilerServices;
using Gateway.Wire.HttpApis;

namespace Gateway.LambdaCompat.Http.Routing;

/// <summary>The routes of a stage as a tree of path parts: found without expressions, in time that depends on the path only. Made once for each state of a stage.</summary>
/// <remarks>A fixed part wins over a parameter, a parameter over a greedy one, a method over ANY, all over $default. Source: the guide, Route evaluation.</remarks>
internal sealed class RouteTable
{
    private static readonly ConditionalWeakTable<ApiStage, RouteTable> Made = [];

    private readonly RouteNode root = new();
    private readonly ApiRoute? fallback;
    private readonly bool isRest;

    private RouteTable(ApiStage stage, bool isRest)
    {
        this.isRest = isRest;
        foreach (ApiRoute route in stage.Routes)
        {
            if (route.Path is null) fallback = route;
            else root.Add(route);
        }
    }

    /// <summary>The table of a stage.</summary>
    public static RouteTable Of(ApiStage stage, HttpApiKind kind) =>
        kind == HttpApiKind.Rest ? Made.GetValue(stage, static key => new RouteTable(key, isRest: true)) : Made.GetValue(stage, static key => new RouteTable(key, isRest: false));

    /// <summary>Finds the route of a request.</summary>
    /// <param name="method">In capitals.</param>
    /// <param name="segments">The decoded parts of the path.</param>
    /// <returns>Null if there is none.</returns>
    public RouteFound? Find(string method, IReadOnlyList<string> segments)
    {
        RouteNode? node = root.Find(segments, 0, isRest ? null : method);
        ApiRoute? route = node?.RouteOf(method);
        if (route is null) return fallback is null ? null : new RouteFound(fallback, new Dictionary<string, string>());
        return new RouteFound(route, ParametersOf(route, segments));
    }

    private static Dictionary<string, string> ParametersOf(ApiRoute route, IReadOnlyList<string> segments)
    {
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        string[] parts = route.Path!.Trim('/').Split('/');
        for (int i = 0; i < parts.Length; i++)
        {
            if (!parts[i].StartsWith('{')) continue;
            bool isGreedy = parts[i].EndsWith("+}", StringComparison.Ordinal);
            found[parts[i][1..^(isGreedy ? 2 : 1)]] = isGreedy ? string.Join('/', segments.Skip(i)) : segments[i];
        }

        return found;
    }
}
