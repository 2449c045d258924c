namespace Gateway.Wire.Input;

/// <summary>The pattern of a path: fixed parts, labels, and at most one greedy label.</summary>
internal sealed class RestRoute
{
    private readonly string[] parts; // a label keeps its braces
    private readonly IReadOnlyList<KeyValuePair<string, string>> query;

    private RestRoute(string name, string[] parts, IReadOnlyList<KeyValuePair<string, string>> query)
    {
        Name = name;
        this.parts = parts;
        this.query = query;
        Weight = (query.Count * 100) + parts.Sum(part => IsGreedy(part) ? -50 : IsLabel(part) ? 0 : 1);
    }

    /// <summary>The operation.</summary>
    public string Name { get; }

    /// <summary>The first part, which is never a label.</summary>
    public string FirstPart => parts[0];

    /// <summary>The more, the sooner it is tried.</summary>
    public int Weight { get; }

    public static RestRoute Parse(string name, string pattern)
    {
        string[] halves = pattern.Split('?');
        return new RestRoute(name, halves[0].Trim('/').Split('/'), UrlText.ParseQuery(halves.Length > 1 ? halves[1] : ""));
    }

    /// <summary>The labels; null if the path is another one.</summary>
    public Dictionary<string, string>? Match(string[] path, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        int greedy = Array.FindIndex(parts, IsGreedy);
        if (greedy < 0 ? path.Length != parts.Length : path.Length < parts.Length) return null;

        Dictionary<string, string> labels = new(StringComparer.Ordinal);
        int extra = path.Length - parts.Length;
        for (int i = 0, at = 0; i < parts.Length; i++)
        {
            int taken = i == greedy ? 1 + extra : 1;
            string text = taken == 1 ? path[at] : string.Join('/', path, at, taken);
            if (!IsLabel(parts[i]))
            {
                if (parts[i] != text) return null;
            }
            else
            {
                if (text.Length == 0) return null;
                labels[parts[i].Trim('{', '}', '+')] = UrlText.DecodePath(text);
            }

            at += taken;
        }

        return query.All(wanted => parameters.Any(pair => pair.Key == wanted.Key && (wanted.Value.Length == 0 || pair.Value == wanted.Value))) ? labels : null;
    }

    private static bool IsLabel(string part) => part.StartsWith('{');

    private static bool IsGreedy(string part) => part.EndsWith("+}", StringComparison.Ordinal);
}
