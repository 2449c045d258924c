namespace Gateway.LambdaCompat.Http;

/// <summary>Stage variables in the names of functions: <c>${stageVariables.name}</c>.</summary>
internal static class StageVariables
{
    private const string Begin = "${stageVariables.";

    public static string Fill(string text, IReadOnlyDictionary<string, string> variables)
    {
        if (!text.Contains(Begin, StringComparison.Ordinal)) return text;
        foreach ((string name, string value) in variables) text = text.Replace($"{Begin}{name}}}", value, StringComparison.Ordinal);
        return text;
    }
}
