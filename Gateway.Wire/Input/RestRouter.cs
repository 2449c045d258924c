using Gateway.Wire.Models;

namespace Gateway.Wire.Input;

/// <summary>Finds the operation of a method and a path. A fixed part of a path wins over a label, a query that the model asks for over none.</summary>
public sealed class RestRouter
{
    private readonly Dictionary<string, List<RestRoute>> routes = new(StringComparer.Ordinal);
    private readonly ServiceModel model;

    /// <summary>Takes all operations of a model.</summary>
    public RestRouter(ServiceModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        foreach ((string name, string method, string pattern) in model.Routes)
        {
            RestRoute route = RestRoute.Parse(name, pattern);
            string key = KeyOf(method, route.FirstPart);
            if (!routes.TryGetValue(key, out List<RestRoute>? list)) routes.Add(key, list = []);
            list.Add(route);
        }

        foreach (List<RestRoute> list in routes.Values) list.Sort(static (one, other) => other.Weight.CompareTo(one.Weight));
    }

    /// <summary>Finds the operation of a request.</summary>
    /// <param name="method">In capitals.</param>
    /// <param name="path">As sent: percent-encoded.</param>
    /// <param name="query">As sent, without the question mark.</param>
    /// <returns>Null if there is none.</returns>
    public RouteMatch? Find(string method, string path, string query)
    {
        string[] parts = path.Trim('/').Split('/');
        if (!routes.TryGetValue(KeyOf(method, parts[0]), out List<RestRoute>? list)) return null;
        IReadOnlyList<KeyValuePair<string, string>> parameters = UrlText.ParseQuery(query);
        foreach (RestRoute route in list)
        {
            if (route.Match(parts, parameters) is { } labels) return new RouteMatch(model.Find(route.Name)!, labels, parameters);
        }

        return null;
    }

    private static string KeyOf(string method, string firstPart) => $"{method} {firstPart}";
}
