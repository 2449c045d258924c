using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.LambdaCompat.Http.Templates;

/// <summary>Renders a template: text, <c>$variables</c>, <c>#set</c>, <c>#if</c>, <c>#elseif</c>, <c>#else</c>, <c>#end</c>, comments. Throws <see cref="FormatException"/> for anything else.</summary>
internal sealed class TemplateRenderer(string text, TemplateScope scope)
{
    private const int DepthMax = 16;
    private const int OutputCharactersMax = 1 << 20;
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromMilliseconds(100);

    private readonly StringBuilder output = new();
    private int at;

    public string Render()
    {
        Block(isShown: true, depth: 0);
        return at < text.Length ? throw new FormatException("#end without #if") : output.ToString();
    }

    /// <summary>Renders up to the directive that ends the block; that one is not consumed.</summary>
    private void Block(bool isShown, int depth)
    {
        if (depth > DepthMax) throw new FormatException("too deep");
        while (at < text.Length)
        {
            if (Sees("#end") || Sees("#else") || Sees("#elseif")) return;
            if (Takes("##")) SkipLine();
            else if (Takes("#set")) Set(isShown);
            else if (Takes("#if")) If(isShown, depth);
            else if (text[at] == '#' && at + 1 < text.Length && char.IsAsciiLetter(text[at + 1])) throw new FormatException("an unknown directive");
            else if (text[at] == '$' && at + 1 < text.Length && (char.IsAsciiLetter(text[at + 1]) || text[at + 1] is '{' or '!')) Emit(Reference() ?? "", isShown);
            else Emit(text[at++].ToString(), isShown);
        }
    }

    private void Emit(string piece, bool isShown)
    {
        if (!isShown) return;
        if (output.Length + piece.Length > OutputCharactersMax) throw new FormatException("too long");
        output.Append(piece);
    }

    private void Set(bool isShown)
    {
        Expect("(");
        Expect("$");
        string name = Name();
        Expect("=");
        string? value = Operand();
        Expect(")");
        if (at < text.Length && text[at] == '\n') at++;
        if (isShown && value is not null) scope.Set(name, value);
    }

    private void If(bool isShown, int depth)
    {
        bool isDone = false;
        while (true)
        {
            Expect("(");
            bool holds = Or(0);
            Expect(")");
            Block(isShown && holds && !isDone, depth + 1);
            isDone |= holds;
            if (Takes("#elseif")) continue;
            if (Takes("#else")) Block(isShown && !isDone, depth + 1);
            if (!Takes("#end")) throw new FormatException("#end is missing");
            return;
        }
    }

    private bool Or(int depth)
    {
        bool holds = And(depth);
        while (TakesOperator("||")) holds |= And(depth);
        return holds;
    }

    private bool And(int depth)
    {
        bool holds = One(depth);
        while (TakesOperator("&&")) holds &= One(depth);
        return holds;
    }

    private bool One(int depth)
    {
        if (depth > DepthMax) throw new FormatException("too deep");
        if (TakesOperator("!")) return !One(depth + 1);
        if (TakesOperator("("))
        {
            bool inner = Or(depth + 1);
            Expect(")");
            return inner;
        }

        string? left = Operand();
        if (TakesOperator("==")) return (left ?? "") == (Operand() ?? "");
        if (TakesOperator("!=")) return (left ?? "") != (Operand() ?? "");
        return left is not (null or "false");
    }

    private string? Operand()
    {
        Space();
        if (at >= text.Length) throw new FormatException("an operand is missing");
        if (text[at] is '"' or '\'') return Quoted();
        if (text[at] == '$') return Reference();
        int start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '.' or '-')) at++;
        return at > start ? text[start..at] : throw new FormatException("an operand is missing");
    }

    /// <summary>A reference with the methods behind it; null if it names nothing.</summary>
    private string? Reference()
    {
        at++;
        if (at < text.Length && text[at] == '!') at++;
        bool hasBraces = at < text.Length && text[at] == '{';
        if (hasBraces) at++;
        string name = Name();
        string? value = at < text.Length && text[at] == '(' ? Call(name) : scope.Get(name);
        while (at + 1 < text.Length && text[at] == '.' && char.IsAsciiLetter(text[at + 1]))
        {
            at++;
            string method = Name();
            if (at >= text.Length || text[at] != '(') throw new FormatException("an unknown member");
            value = Method(method, value ?? "", Arguments());
        }

        if (hasBraces) Expect("}");
        return value;
    }

    private string? Call(string name)
    {
        int dot = name.LastIndexOf('.');
        string[] arguments = Arguments();
        return (name, arguments) switch
        {
            ("input.params", [var parameter]) => scope.Parameter(parameter),
            ("input.json", [var path]) => scope.Json(path),
            ("input.path", [var path]) => scope.Json(path) is var json && json.StartsWith('"') ? JsonSerializer.Deserialize(json, FrontJson.Default.String) : json,
            ("util.escapeJavaScript", [var raw]) => JsonSerializer.Serialize(raw, FrontJson.Default.String)[1..^1],
            ("util.urlEncode", [var raw]) => Uri.EscapeDataString(raw),
            ("util.urlDecode", [var raw]) => Uri.UnescapeDataString(raw),
            ("util.base64Encode", [var raw]) => Convert.ToBase64String(Encoding.UTF8.GetBytes(raw)),
            ("util.base64Decode", [var raw]) => Encoding.UTF8.GetString(Convert.FromBase64String(raw)),
            _ when dot > 0 && scope.Get(name[..dot]) is { } value => Method(name[(dot + 1)..], value, arguments),
            _ => throw new FormatException("an unknown function"),
        };
    }

    private static string Method(string name, string value, string[] arguments) => (name, arguments) switch
    {
        ("matches", [var pattern]) => Matches(value, pattern) ? "true" : "false",
        ("contains", [var part]) => value.Contains(part, StringComparison.Ordinal) ? "true" : "false",
        ("startsWith", [var part]) => value.StartsWith(part, StringComparison.Ordinal) ? "true" : "false",
        ("endsWith", [var part]) => value.EndsWith(part, StringComparison.Ordinal) ? "true" : "false",
        ("equals", [var other]) => value == other ? "true" : "false",
        ("isEmpty", []) => value.Length == 0 ? "true" : "false",
        ("toString", []) => value,
        ("trim", []) => value.Trim(),
        ("toLowerCase", []) => value.ToLowerInvariant(),
        ("toUpperCase", []) => value.ToUpperInvariant(),
        ("replaceAll", [var from, var to]) => value.Replace(from, to, StringComparison.Ordinal),
        _ => throw new FormatException("an unknown method"),
    };

    private static bool Matches(string value, string pattern)
    {
        try
        {
            return Regex.IsMatch(value, $"^(?:{pattern})$", RegexOptions.CultureInvariant, PatternTimeout);
        }
        catch (Exception exception) when (exception is ArgumentException or RegexMatchTimeoutException)
        {
            throw new FormatException("an expression that cannot be used", exception);
        }
    }

    private string[] Arguments()
    {
        Expect("(");
        List<string> arguments = [];
        Space();
        while (at < text.Length && text[at] != ')')
        {
            arguments.Add(Operand() ?? "");
            Space();
            if (at < text.Length && text[at] == ',') at++;
            Space();
        }

        Expect(")");
        return [.. arguments];
    }

    /// <summary>Letters, digits, hyphens and dots; a dot belongs to it when a letter follows.</summary>
    private string Name()
    {
        int start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '-' || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiLetter(text[at + 1])))) at++;
        return at > start ? text[start..at] : throw new FormatException("a name is missing");
    }

    private string Quoted()
    {
        char quote = text[at++];
        int end = text.IndexOf(quote, at);
        if (end < 0) throw new FormatException("a quotation mark is missing");
        string inside = text[at..end];
        at = end + 1;
        return inside;
    }

    private void SkipLine()
    {
        int end = text.IndexOf('\n', at);
        at = end < 0 ? text.Length : end + 1;
    }

    private void Expect(string token)
    {
        Space();
        if (!Takes(token)) throw new FormatException($"{token} is missing");
    }

    private bool TakesOperator(string token)
    {
        Space();
        return !(token == "!" && Sees("!=")) && Takes(token);
    }

    private bool Sees(string token) => text.AsSpan(at).StartsWith(token, StringComparison.Ordinal);

    private bool Takes(string token)
    {
        if (!Sees(token)) return false;
        at += token.Length;
        return true;
    }

    private void Space()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
    }
}
