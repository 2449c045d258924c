namespace Gateway.LambdaCompat.Http;

/// <summary>Lists of media types as <c>image/png</c>, <c>image/*</c>, <c>*/*</c>.</summary>
internal static class MediaTypes
{
    public static bool Contains(IReadOnlyList<string> types, string? type)
    {
        if (types.Count == 0) return false;
        string wanted = (type ?? "application/json").Split(';')[0].Trim();
        return types.Any(one => one == "*/*" || one.Equals(wanted, StringComparison.OrdinalIgnoreCase)
            || (one.EndsWith("/*", StringComparison.Ordinal) && wanted.StartsWith(one[..^1], StringComparison.OrdinalIgnoreCase)));
    }
}
