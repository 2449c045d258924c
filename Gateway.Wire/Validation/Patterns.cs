using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Gateway.Wire.Validation;

/// <summary>The models' patterns, which are Java's and must match a text whole.</summary>
public static class Patterns
{
    private static readonly ConcurrentDictionary<string, Regex> Compiled = new(StringComparer.Ordinal);

    /// <summary>True if the whole text matches. Linear in its length, but for the few patterns that look ahead.</summary>
    public static bool Matches(string pattern, string text)
    {
        try
        {
            return Compiled.GetOrAdd(pattern, Compile).IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static Regex Compile(string pattern)
    {
        // Spellings of Java that are others in .NET: a named class, ranges over pairs of surrogates (any character that is one).
        string translated = pattern
            .Replace(@"\p{Print}", @"[\x20-\x7E]", StringComparison.Ordinal)
            .Replace(@"\uD800\uDC00-\uDBFF\uDFFF", @"\uD800-\uDFFF", StringComparison.Ordinal);
        bool looksAround = translated.Contains("(?!", StringComparison.Ordinal) || translated.Contains("(?<!", StringComparison.Ordinal) || translated.Contains("(?=", StringComparison.Ordinal);
        RegexOptions options = looksAround ? RegexOptions.CultureInvariant : RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;
        return new Regex($@"\A(?:{translated})\z", options, TimeSpan.FromSeconds(1));
    }
}
