using System.Text.RegularExpressions;

namespace Gateway.LambdaCompat.Functions;

/// <summary>How a request names a function: name, partial ARN or ARN, with or without qualifier.</summary>
/// <param name="Region">Null if not said.</param>
/// <param name="AccountId">Null if not said.</param>
/// <param name="Name">Without qualifier.</param>
/// <param name="Qualifier">Null if not said.</param>
internal sealed partial record FunctionAddress(string? Region, string? AccountId, string Name, string? Qualifier)
{
    /// <summary>Takes a text apart.</summary>
    /// <returns>Null if it names no function.</returns>
    public static FunctionAddress? Parse(string text)
    {
        if (!text.Contains(':', StringComparison.Ordinal)) return PlainName().IsMatch(text) ? new FunctionAddress(null, null, text, null) : null;
        Match match = Whole().Match(text);
        return match.Success ? new FunctionAddress(Part("region"), Part("account"), match.Groups["name"].Value, Part("qualifier")) : null;

        string? Part(string name) => match.Groups[name] is { Success: true } group ? group.Value : null;
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9\-_.]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainName();

    [GeneratedRegex(@"\A(?:arn:aws[a-zA-Z-]*:lambda:)?(?:(?<region>(?:eusc-)?[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d):)?(?:(?<account>\d{12}):)?(?:function:)?(?<name>[a-zA-Z0-9\-_.]+)(?::(?<qualifier>\$LATEST(?:\.PUBLISHED)?|[a-zA-Z0-9\-_]+))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();
}
