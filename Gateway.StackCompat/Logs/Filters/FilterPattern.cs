using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Gateway.StackCompat.Logs.Filters;

/// <summary>The patterns of FilterLogEvents: terms, <c>?optional</c>, <c>-excluded</c>, <c>"quoted text"</c>, <c>%expression%</c>, and JSON in braces.</summary>
/// <remarks>Source: the guide, Filter pattern syntax. All terms must occur; of those with a question mark one, if there are no others.</remarks>
internal static class FilterPattern
{
    private const int TermsMax = 100;
    private static readonly SearchValues<char> MustBeQuoted = SearchValues.Create("\"(){}[]=<>&|");

    /// <summary>Reads a pattern; the empty one takes all.</summary>
    public static Predicate<string> Parse(string pattern)
    {
        string text = pattern.Trim();
        if (text.Length == 0) return static _ => true;
        if (text[0] == '{') return JsonFilter.Parse(text);
        if (text[0] == '[') throw LogErrors.PatternInvalid("patterns of space-delimited fields are not supported here");

        List<Predicate<string>> needed = [];
        List<Predicate<string>> optional = [];
        List<Predicate<string>> excluded = [];
        for (int at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            List<Predicate<string>> kind = text[at] switch { '?' => optional, '-' => excluded, _ => needed };
            if (kind != needed) at++;
            kind.Add(Term(text, ref at));
            if (needed.Count + optional.Count + excluded.Count > TermsMax) throw LogErrors.PatternInvalid("too many terms");
        }

        return message => excluded.TrueForAll(term => !term(message))
            && needed.TrueForAll(term => term(message))
            && (optional.Count == 0 || needed.Count > 0 || optional.Exists(term => term(message)));
    }

    private static Predicate<string> Term(string text, ref int at)
    {
        if (at >= text.Length) throw LogErrors.PatternInvalid("a term is missing");
        char quote = text[at];
        if (quote is not ('"' or '%'))
        {
            int start = at;
            while (at < text.Length && !char.IsWhiteSpace(text[at])) at++;
            string word = text[start..at];
            if (word.AsSpan().ContainsAny(MustBeQuoted)) throw LogErrors.PatternInvalid($"the term {word} must be quoted");
            return message => message.Contains(word, StringComparison.Ordinal);
        }

        StringBuilder inside = new();
        for (at++; at < text.Length && text[at] != quote; at++)
        {
            if (quote == '"' && text[at] == '\\' && at + 1 < text.Length) at++;
            inside.Append(text[at]);
        }

        if (at++ >= text.Length) throw LogErrors.PatternInvalid("a quotation mark is missing");
        string term = inside.ToString();
        if (quote == '"') return message => message.Contains(term, StringComparison.Ordinal);
        Regex expression = Expression(term);
        return expression.IsMatch;
    }

    /// <summary>Without backtracking: linear in the message.</summary>
    private static Regex Expression(string text)
    {
        try
        {
            return new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw LogErrors.PatternInvalid("the expression between % is not one");
        }
    }
}
