using System.Globalization;
using System.Text.Json;

namespace Gateway.StackCompat.Logs.Filters;

/// <summary>Patterns over JSON messages: <c>{ ($.user.id = 1) &amp;&amp; ($.items[0].name = "a*" || $.error IS TRUE) }</c>.</summary>
/// <remarks>Source: the guide, Filter pattern syntax for JSON log events. Counted recursion: parentheses nest up to a bound.</remarks>
internal sealed class JsonFilter
{
    private const int DepthMax = 32;
    private readonly string text;
    private int at;

    private JsonFilter(string text) => this.text = text;

    /// <summary>Reads a pattern in braces.</summary>
    public static Predicate<string> Parse(string pattern)
    {
        if (!pattern.EndsWith('}')) throw LogErrors.PatternInvalid("a brace is missing");
        JsonFilter parser = new(pattern[1..^1]);
        Predicate<JsonElement> condition = parser.Or(0);
        parser.Space();
        if (parser.at < parser.text.Length) throw LogErrors.PatternInvalid($"unexpected {parser.text[parser.at..]}");
        return message => Holds(message, condition);
    }

    private static bool Holds(string message, Predicate<JsonElement> condition)
    {
        int brace = message.IndexOf('{');
        if (brace < 0) return false;
        try
        {
            using JsonDocument document = JsonDocument.Parse(message.AsMemory(brace));
            return condition(document.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private Predicate<JsonElement> Or(int depth)
    {
        Predicate<JsonElement> left = And(depth);
        while (Takes("||"))
        {
            (Predicate<JsonElement> before, Predicate<JsonElement> right) = (left, And(depth));
            left = root => before(root) || right(root);
        }

        return left;
    }

    private Predicate<JsonElement> And(int depth)
    {
        Predicate<JsonElement> left = One(depth);
        while (Takes("&&"))
        {
            (Predicate<JsonElement> before, Predicate<JsonElement> right) = (left, One(depth));
            left = root => before(root) && right(root);
        }

        return left;
    }

    private Predicate<JsonElement> One(int depth)
    {
        if (depth > DepthMax) throw LogErrors.PatternInvalid("too many parentheses");
        if (Takes("("))
        {
            Predicate<JsonElement> inner = Or(depth + 1);
            return Takes(")") ? inner : throw LogErrors.PatternInvalid("a parenthesis is missing");
        }

        if (!Takes("$")) throw LogErrors.PatternInvalid("a selector must begin with $");
        object[] path = Path();
        if (TakesWord("IS")) return State(path);
        if (TakesWord("NOT"))
        {
            if (!TakesWord("EXISTS")) throw LogErrors.PatternInvalid("NOT must be followed by EXISTS");
            return root => Find(root, path) is null;
        }

        if (TakesWord("EXISTS")) return root => Find(root, path) is not null;
        string comparison = ((string[])["!=", ">=", "<=", "=", ">", "<"]).FirstOrDefault(Takes) ?? throw LogErrors.PatternInvalid("a comparison is missing");
        return Compare(path, comparison, Value(out bool isText), isText);
    }

    private Predicate<JsonElement> State(object[] path)
    {
        if (TakesWord("NULL")) return root => Find(root, path) is { ValueKind: JsonValueKind.Null };
        if (TakesWord("TRUE")) return root => Find(root, path) is { ValueKind: JsonValueKind.True };
        if (TakesWord("FALSE")) return root => Find(root, path) is { ValueKind: JsonValueKind.False };
        throw LogErrors.PatternInvalid("IS must be followed by NULL, TRUE or FALSE");
    }

    private static Predicate<JsonElement> Compare(object[] path, string comparison, string value, bool isText)
    {
        bool isNumber = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && !isText;
        if (comparison is not ("=" or "!=") && !isNumber) throw LogErrors.PatternInvalid($"{comparison} needs a number");
        return root =>
        {
            if (Find(root, path) is not { } found) return false;
            if (isNumber)
            {
                if (found.ValueKind != JsonValueKind.Number) return comparison == "!=";
                double there = found.GetDouble();
                return comparison switch { "=" => there == number, "!=" => there != number, ">" => there > number, ">=" => there >= number, "<" => there < number, _ => there <= number };
            }

            string? text = found.ValueKind == JsonValueKind.String ? found.GetString() : found.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? null : found.GetRawText();
            bool isEqual = text is not null && Wildcard(value, text);
            return comparison == "=" ? isEqual : text is not null && !isEqual;
        };
    }

    /// <summary>Whether a text fits a pattern with stars; linear but for the stars that it goes back to.</summary>
    private static bool Wildcard(string pattern, string text)
    {
        (int p, int t, int star, int mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*') (star, mark, p) = (p, t, p + 1);
            else if (p < pattern.Length && pattern[p] == text[t]) (p, t) = (p + 1, t + 1);
            else if (star >= 0) (p, t) = (star + 1, ++mark);
            else return false;
        }

        return pattern.AsSpan(p).TrimStart('*').IsEmpty;
    }

    private static JsonElement? Find(JsonElement root, object[] path)
    {
        JsonElement here = root;
        foreach (object step in path)
        {
            if (step is string name)
            {
                if (here.ValueKind != JsonValueKind.Object || !here.TryGetProperty(name, out here)) return null;
            }
            else
            {
                int index = (int)step;
                if (here.ValueKind != JsonValueKind.Array || index >= here.GetArrayLength()) return null;
                here = here[index];
            }
        }

        return here;
    }

    private object[] Path()
    {
        List<object> path = [];
        while (at < text.Length)
        {
            if (text[at] == '.')
            {
                int start = ++at;
                while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '-' or '@' or '#')) at++;
                if (at == start) throw LogErrors.PatternInvalid("a name is missing after a dot");
                path.Add(text[start..at]);
            }
            else if (text[at] == '[')
            {
                int end = text.IndexOf(']', at);
                if (end < 0) throw LogErrors.PatternInvalid("a bracket is missing");
                string inside = text[(at + 1)..end].Trim();
                if (inside is ['\'' or '"', .., '\'' or '"']) path.Add(inside[1..^1]);
                else path.Add(int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : throw LogErrors.PatternInvalid("an index must be a number"));
                at = end + 1;
            }
            else
            {
                break;
            }
        }

        return [.. path];
    }

    private string Value(out bool isText)
    {
        Space();
        isText = at < text.Length && text[at] == '"';
        if (!isText)
        {
            int start = at;
            while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not (')' or '&' or '|')) at++;
            return at > start ? text[start..at] : throw LogErrors.PatternInvalid("a value is missing");
        }

        int end = text.IndexOf('"', at + 1);
        if (end < 0) throw LogErrors.PatternInvalid("a quotation mark is missing");
        string inside = text[(at + 1)..end];
        at = end + 1;
        return inside;
    }

    private bool Takes(string token)
    {
        Space();
        if (!text.AsSpan(at).StartsWith(token, StringComparison.Ordinal)) return false;
        at += token.Length;
        return true;
    }

    private bool TakesWord(string word)
    {
        Space();
        if (!text.AsSpan(at).StartsWith(word, StringComparison.OrdinalIgnoreCase)) return false;
        if (at + word.Length < text.Length && char.IsLetterOrDigit(text[at + word.Length])) return false;
        at += word.Length;
        return true;
    }

    private void Space()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
    }
}
