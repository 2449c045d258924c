using System.Buffers;
using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Gateway.DynamoCompat.Validation;

/// <summary>The model's patterns, which are Java's and must match a text whole.</summary>
internal static class Patterns
{
    private const string Names = "[a-zA-Z0-9_.-]+";

    private static readonly SearchValues<char> NameLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

    private static readonly ConcurrentDictionary<string, Regex> Compiled = new(StringComparer.Ordinal);

    /// <summary>True if the whole text matches. Linear in its length.</summary>
    public static bool Matches(string pattern, string text) =>
        pattern == Names
            ? text.Length > 0 && !text.AsSpan().ContainsAnyExcept(NameLetters)
            : Compiled.GetOrAdd(pattern, Compile).IsMatch(text);

    private static Regex Compile(string pattern)
    {
        // Two spellings of Java that are others in .NET: a named class, and ranges over pairs of surrogates (any character that is one).
        string translated = pattern
            .Replace(@"\p{Print}", @"[\x20-\x7E]", StringComparison.Ordinal)
            .Replace(@"\uD800\uDC00-\uDBFF\uDFFF", @"\uD800-\uDFFF", StringComparison.Ordinal);
        return new Regex($@"\A(?:{translated})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }
}
