using System.Buffers;
using System.Text;

namespace Gateway.DynamoCompat.PartiQl.Syntax;

/// <summary>Cuts a statement into tokens: one pass, linear. Names and keywords are ASCII; anything may stand between quotes.</summary>
/// <remarks>Source: the grammar of the reference parser (partiql-lang-kotlin, SqlLexer); whatever it refuses, DynamoDB answers without a detail.</remarks>
internal ref struct StatementLexer
{
    private const string Symbols = "()[]{}:,*;=+%@~.";

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$");

    private readonly ReadOnlySpan<char> text;
    private readonly List<Token> tokens = [];
    private int position;
    private int line = 1;
    private int lineStart;
    private int surrogates;

    private StatementLexer(ReadOnlySpan<char> text) => this.text = text;

    /// <summary>The tokens of a statement; the last one is <see cref="TokenKind.End"/>.</summary>
    /// <exception cref="WireException">A ValidationException.</exception>
    public static List<Token> Tokenize(ReadOnlySpan<char> statement)
    {
        StatementLexer lexer = new(statement);
        lexer.Run();
        return lexer.tokens;
    }

    private readonly char Current => position < text.Length ? text[position] : '\0';

    private readonly char Next => position + 1 < text.Length ? text[position + 1] : '\0';

    private void Run()
    {
        while (position < text.Length)
        {
            char c = Current;
            if (IsSpace(c)) Advance();
            else if (c == '-' && Next == '-') SkipLine();
            else if (c == '/' && Next == '*') SkipBlock();
            else if (c == '\'') Quoted('\'', TokenKind.String);
            else if (c == '"') Quoted('"', TokenKind.QuotedIdentifier);
            else if (c == '`') Quoted('`', TokenKind.IonLiteral);
            else if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Next))) Number();
            else if (NameCharacters.Contains(c)) Word();
            else Symbol();
        }

        tokens.Add(new Token(TokenKind.End, "", Span(position, 0)));
    }

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\r' or '\v' or '\f';

    private void Advance()
    {
        char c = text[position++];
        if (c == '\n' || (c == '\r' && Current != '\n'))
        {
            line++;
            lineStart = position;
            surrogates = 0;
        }
        else if (char.IsLowSurrogate(c))
        {
            surrogates++;
        }
    }

    private readonly SourceSpan Span(int start, int length) => new(line, start - lineStart - surrogates + 1, length);

    private void SkipLine()
    {
        while (position < text.Length && Current is not ('\n' or '\r')) Advance();
    }

    private void SkipBlock()
    {
        position += 2;
        while (!(Current == '*' && Next == '/'))
        {
            if (position >= text.Length) throw Refused();
            Advance();
        }

        position += 2;
    }

    private void Quoted(char quote, TokenKind kind)
    {
        int start = position;
        SourceSpan opening = Span(start, 0);
        position++;
        StringBuilder? doubled = null;
        int from = position;
        int codePoints = 2;
        while (true)
        {
            if (position >= text.Length) throw Refused();
            if (Current != quote)
            {
                if (!char.IsLowSurrogate(Current)) codePoints++;
                Advance();
            }
            else if (Next == quote && kind != TokenKind.IonLiteral)
            {
                doubled ??= new StringBuilder();
                doubled.Append(text[from..(position + 1)]);
                position += 2;
                codePoints += 2;
                from = position;
            }
            else
            {
                break;
            }
        }

        ReadOnlySpan<char> rest = text[from..position];
        position++;
        string content = doubled is null ? rest.ToString() : doubled.Append(rest).ToString();
        tokens.Add(new Token(kind, content, opening with { Length = codePoints }));
    }

    private void Number()
    {
        int start = position;
        SkipDigits();
        if (Current == '.')
        {
            position++;
            SkipDigits();
        }

        if (Current is 'e' or 'E')
        {
            position++;
            if (Current is '+' or '-') position++;
            if (!char.IsAsciiDigit(Current)) throw Refused();
            SkipDigits();
        }

        Add(TokenKind.Number, start, text[start..position].ToString());
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Current)) position++;
    }

    private void Word()
    {
        int start = position;
        int length = text[start..].IndexOfAnyExcept(NameCharacters);
        position = length < 0 ? text.Length : start + length;
        ReadOnlySpan<char> word = text[start..position];
        bool isKeyword = Keywords.Contains(word);
        Add(isKeyword ? TokenKind.Keyword : TokenKind.Identifier, start, isKeyword ? word.ToString().ToLowerInvariant() : word.ToString());
    }

    private void Symbol()
    {
        int start = position;
        string symbol = (Current, Next) switch
        {
            ('<', '=') => "<=",
            ('<', '>') => "<>",
            ('!', '=') => "<>",
            ('<', '<') => "<<",
            ('>', '=') => ">=",
            ('>', '>') => ">>",
            ('|', '|') => "||",
            ('<', _) => "<",
            ('>', _) => ">",
            ('-', _) => "-",
            ('/', _) => "/",
            ('?', _) => "?",
            var (c, _) when Symbols.Contains(c, StringComparison.Ordinal) => c.ToString(),
            _ => throw Refused(),
        };
        position += symbol.Length;
        Add(symbol == "?" ? TokenKind.Parameter : TokenKind.Symbol, start, symbol);
    }

    private readonly void Add(TokenKind kind, int start, string content) => tokens.Add(new Token(kind, content, Span(start, position - start)));

    private static WireException Refused() => new(DynamoErrors.NotWellFormed(""));
}
