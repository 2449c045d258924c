namespace Gateway.Wire.Input;

/// <summary>The header <c>X-Amzn-Trace-Id</c>: <c>Root=1-…;Parent=…;Sampled=0;Lineage=1:0a1b2c3d:4</c>. SDKs in functions pass on the one that the function was called with.</summary>
/// <param name="Root">Of the whole trace; null if it is not said.</param>
/// <param name="Parent">Who calls; null if it is not said.</param>
/// <param name="Sampled">0 or 1; null if it is not said.</param>
/// <param name="Lineage">How often each function stands in the chain of calls, as entries <c>1:hash:count</c> joined by bars; null if it is not said.</param>
/// <remarks>Source: doc invocation-recursion; botocore writes bars as <c>%7C</c>.</remarks>
public readonly record struct TraceHeader(string? Root, string? Parent, string? Sampled, string? Lineage)
{
    /// <summary>The header's name.</summary>
    public const string Name = "X-Amzn-Trace-Id";

    /// <summary>Longer ones are not read: nobody's SDK sends them.</summary>
    private const int LengthMax = 2048;

    /// <summary>Reads one. Parts that it does not know are left out.</summary>
    /// <param name="text">Null, empty, over 2,048 characters or not visible ASCII: all parts are null.</param>
    public static TraceHeader Parse(string? text)
    {
        string? root = null, parent = null, sampled = null, lineage = null;
        if (text is not { Length: > 0 and <= LengthMax }) return default;
        string decoded = UrlText.DecodePath(text);
        if (decoded.AsSpan().IndexOfAnyExceptInRange(' ', '~') >= 0) return default; // it becomes a header again
        foreach (string part in decoded.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.StartsWith("Root=", StringComparison.OrdinalIgnoreCase)) root = part[5..];
            else if (part.StartsWith("Parent=", StringComparison.OrdinalIgnoreCase)) parent = part[7..];
            else if (part.StartsWith("Sampled=", StringComparison.OrdinalIgnoreCase)) sampled = part[8..];
            else if (part.StartsWith("Lineage=", StringComparison.OrdinalIgnoreCase)) lineage = part[8..];
        }

        return new TraceHeader(root, parent, sampled, lineage);
    }
}
