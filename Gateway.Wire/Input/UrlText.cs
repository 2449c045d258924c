namespace Gateway.Wire.Input;

/// <summary>Percent-encoding of paths and queries.</summary>
public static class UrlText
{
    /// <summary>Decodes a part of a path: <c>%3A</c> becomes a colon, a plus stays one.</summary>
    public static string DecodePath(string text) => text.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(text) : text;

    /// <summary>Decodes a name or value of a query, where a plus is a space.</summary>
    public static string DecodeQuery(string text) => DecodePath(text.Contains('+', StringComparison.Ordinal) ? text.Replace('+', ' ') : text);

    /// <summary>Names and values of a query, decoded, in their order; a name without <c>=</c> has an empty value.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> ParseQuery(string query)
    {
        if (query.Length == 0) return [];
        List<KeyValuePair<string, string>> pairs = [];
        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? pair : pair[..equals];
            pairs.Add(KeyValuePair.Create(DecodeQuery(name), equals < 0 ? "" : DecodeQuery(pair[(equals + 1)..])));
        }

        return pairs;
    }
}
