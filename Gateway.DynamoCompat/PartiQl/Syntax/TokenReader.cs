namespace Gateway.DynamoCompat.PartiQl.Syntax;

/// <summary>The tokens of one statement and how far they are read; counts what must stay bounded.</summary>
internal sealed class TokenReader(List<Token> tokens)
{
    /// <summary>How deep expressions may nest in the text: enough for any statement that DynamoDB takes, and far from the end of a stack.</summary>
    public const int NestingMax = 256;

    private int position;
    private int nesting;

    public int ParameterCount { get; private set; }

    /// <summary>Operators and functions read so far.</summary>
    public int OperatorCount { get; set; }

    public Token Current => tokens[position];

    public Token Peek(int ahead = 1) => tokens[Math.Min(position + ahead, tokens.Count - 1)];

    public Token Take()
    {
        Token token = tokens[position];
        if (token.Kind != TokenKind.End) position++;
        return token;
    }

    public bool TakeSymbol(string symbol)
    {
        if (!Current.IsSymbol(symbol)) return false;
        position++;
        return true;
    }

    public bool TakeKeyword(string keyword)
    {
        if (!Current.IsKeyword(keyword)) return false;
        position++;
        return true;
    }

    /// <param name="symbol">What must stand here.</param>
    /// <param name="name">What the parser of PartiQL calls it.</param>
    public void Expect(string symbol, string name)
    {
        if (!TakeSymbol(symbol)) throw Refused($"Expected {name}");
    }

    public int NextParameter() => ParameterCount++;

    public void Enter()
    {
        if (++nesting > NestingMax) throw Refused("The statement nests too deep");
    }

    public void Leave() => nesting--;

    public static WireException Refused(string detail) => new(DynamoErrors.NotWellFormed(detail));
}
