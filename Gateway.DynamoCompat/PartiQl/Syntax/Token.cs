namespace Gateway.DynamoCompat.PartiQl.Syntax;

/// <summary>One token of a statement.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text: decoded if quoted, lower case if a keyword.</param>
/// <param name="At">Where it stands.</param>
internal readonly record struct Token(TokenKind Kind, string Text, SourceSpan At)
{
    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsKeyword(string keyword) => Kind == TokenKind.Keyword && Text == keyword;

    public bool IsName => Kind is TokenKind.Identifier or TokenKind.QuotedIdentifier;
}
