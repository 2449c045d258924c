using System.Buffers;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>Cuts an expression into tokens. Linear; any text is accepted, what is not known becomes <see cref="TokenKind.Other"/>.</summary>
internal static class Tokenizer
{
    private const string LetterList = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static readonly SearchValues<char> WordCharacters = SearchValues.Create(LetterList + "0123456789_");

    /// <summary>The tokens in order; the last one is <see cref="TokenKind.End"/>.</summary>
    public static Token[] Split(string text)
    {
        List<Token> tokens = [];
        for (int at = 0; at < text.Length;)
        {
            if (text[at] is ' ' or '\t' or '\r' or '\n' or '\f')
            {
                at++;
                continue;
            }

            Token token = Read(text, at);
            tokens.Add(token);
            at = token.End;
        }

        tokens.Add(new Token(TokenKind.End, text.Length, 0));
        return [.. tokens];
    }

    private static Token Read(string text, int at)
    {
        char first = text[at];
        if (char.IsAsciiLetter(first)) return new Token(TokenKind.Name, at, WordLength(text, at));
        if (first is '#' or ':')
        {
            int word = WordLength(text, at + 1);
            TokenKind kind = first == '#' ? TokenKind.NamePlaceholder : TokenKind.ValuePlaceholder;
            return word == 0 ? new Token(TokenKind.Other, at, 1) : new Token(kind, at, word + 1);
        }

        if (char.IsAsciiDigit(first)) return new Token(TokenKind.Integer, at, DigitsLength(text, at));
        char second = at + 1 < text.Length ? text[at + 1] : '\0';
        return (first, second) switch
        {
            ('<', '>') => new Token(TokenKind.NotEqual, at, 2),
            ('<', '=') => new Token(TokenKind.LessOrEqual, at, 2),
            ('>', '=') => new Token(TokenKind.GreaterOrEqual, at, 2),
            _ when char.IsSurrogatePair(first, second) => new Token(TokenKind.Other, at, 2),
            _ => new Token(Single(first), at, 1),
        };
    }

    private static TokenKind Single(char character) => character switch
    {
        '=' => TokenKind.Equal,
        '<' => TokenKind.Less,
        '>' => TokenKind.Greater,
        '(' => TokenKind.Open,
        ')' => TokenKind.Close,
        '[' => TokenKind.OpenBracket,
        ']' => TokenKind.CloseBracket,
        ',' => TokenKind.Comma,
        '.' => TokenKind.Dot,
        '+' => TokenKind.Plus,
        '-' => TokenKind.Minus,
        _ => TokenKind.Other,
    };

    private static int WordLength(string text, int at)
    {
        int length = text.AsSpan(at).IndexOfAnyExcept(WordCharacters);
        return length < 0 ? text.Length - at : length;
    }

    /// <summary>A number does not begin with a zero: after one the next token begins, as AWS's errors show.</summary>
    private static int DigitsLength(string text, int at)
    {
        if (text[at] == '0') return 1;
        int length = text.AsSpan(at).IndexOfAnyExceptInRange('0', '9');
        return length < 0 ? text.Length - at : length;
    }
}
