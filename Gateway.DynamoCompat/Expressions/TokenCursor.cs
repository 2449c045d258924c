namespace Gateway.DynamoCompat.Expressions;

/// <summary>Walks over the tokens of one expression, and says where it stopped making sense.</summary>
internal sealed class TokenCursor(ExpressionKind kind, string text)
{
    private readonly Token[] tokens = Tokenizer.Split(text);
    private int at;

    public ExpressionKind Kind => kind;

    public Token Current => tokens[at];

    public string CurrentText => text.Substring(Current.Start, Current.Length);

    /// <summary>True if the token after this one is of that kind.</summary>
    public bool IsNext(TokenKind next) => at + 1 < tokens.Length && tokens[at + 1].Kind == next;

    public bool Is(TokenKind wanted) => Current.Kind == wanted;

    /// <summary>True if the current token is that word, in small or capital letters.</summary>
    public bool IsWord(string word) => Current.Kind == TokenKind.Name && text.AsSpan(Current.Start, Current.Length).Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsAnyWord(ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (IsWord(word)) return true;
        }

        return false;
    }

    /// <summary>Passes the current token and answers its text.</summary>
    public string Take()
    {
        string taken = CurrentText;
        Pass();
        return taken;
    }

    /// <summary>Passes the current token; the end is never passed.</summary>
    public void Pass()
    {
        if (at < tokens.Length - 1) at++;
    }

    public bool TryTake(TokenKind wanted)
    {
        if (!Is(wanted)) return false;
        Pass();
        return true;
    }

    public bool TryTakeWord(string word)
    {
        if (!IsWord(word)) return false;
        Pass();
        return true;
    }

    /// <exception cref="WireException">The current token is another.</exception>
    public void Expect(TokenKind wanted)
    {
        if (!TryTake(wanted)) throw SyntaxError();
    }

    /// <exception cref="WireException">The current token is another.</exception>
    public void ExpectWord(string word)
    {
        if (!TryTakeWord(word)) throw SyntaxError();
    }

    /// <summary>The current token cannot stand here. AWS shows it with its neighbours, as they stand in the text.</summary>
    public WireException SyntaxError()
    {
        Token first = at > 0 ? tokens[at - 1] : Current;
        Token last = at + 1 < tokens.Length && !IsNext(TokenKind.End) ? tokens[at + 1] : Current;
        int end = Is(TokenKind.End) ? first.End : last.End;
        return new WireException(DynamoErrors.ExpressionSyntax(kind, Is(TokenKind.End) ? "<EOF>" : CurrentText, text[first.Start..end]));
    }
}
