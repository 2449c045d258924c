namespace Gateway.StackCompat.ApiGateway;

/// <summary>The function in an integration's or authorizer's address.</summary>
internal static class FunctionUri
{
    private const string PathBegin = ":lambda:path/2015-03-31/functions/";
    private const string PathEnd = "/invocations";

    /// <returns>The function's ARN or name, with qualifier and stage variables; null if it is no function.</returns>
    public static string? Read(string? uri)
    {
        if (uri is null) return null;
        int at = uri.IndexOf(PathBegin, StringComparison.Ordinal);
        if (at >= 0)
        {
            string function = uri[(at + PathBegin.Length)..];
            return function.EndsWith(PathEnd, StringComparison.Ordinal) ? function[..^PathEnd.Length] : function;
        }

        return uri.StartsWith("arn:", StringComparison.Ordinal) && uri.Contains(":lambda:", StringComparison.Ordinal) && uri.Contains(":function:", StringComparison.Ordinal) ? uri : null;
    }
}
