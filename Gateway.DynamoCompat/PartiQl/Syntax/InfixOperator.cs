namespace Gateway.DynamoCompat.PartiQl.Syntax;

/// <summary>An operator between two expressions.</summary>
/// <param name="Name">As the tree calls it; <c>between</c> for <c>not between</c> too.</param>
/// <param name="Precedence">The higher binds the tighter.</param>
/// <param name="IsNegated">NOT stands before it.</param>
/// <param name="TokenCount">How many tokens it takes.</param>
internal readonly record struct InfixOperator(string Name, int Precedence, bool IsNegated, int TokenCount)
{
    public const int OfSelect = 6;
    public const int OfNot = 30;

    /// <summary>The operator that begins at the reader's token; precedence 0 if there is none.</summary>
    public static InfixOperator At(TokenReader reader)
    {
        Token token = reader.Current;
        if (token.Kind == TokenKind.Symbol) return new(token.Text, OfSymbol(token.Text), false, 1);
        if (token.Kind != TokenKind.Keyword) return default;
        Token next = reader.Peek();
        return token.Text switch
        {
            "or" => new("or", 10, false, 1),
            "and" => new("and", 20, false, 1),
            "is" when next.IsKeyword("not") => new("is", 40, true, 2),
            "is" => new("is", 40, false, 1),
            "in" => new("in", 40, false, 1),
            "between" => new("between", 50, false, 1),
            "like" => new("like", 50, false, 1),
            "not" when next.IsKeyword("in") => new("in", 40, true, 2),
            "not" when next.IsKeyword("between") => new("between", 50, true, 2),
            "not" when next.IsKeyword("like") => new("like", 50, true, 2),
            "union" or "except" or "intersect" => new(token.Text, 5, false, next.IsKeyword("all") || next.IsKeyword("distinct") ? 2 : 1),
            _ => default,
        };
    }

    private static int OfSymbol(string symbol) => symbol switch
    {
        "=" or "<>" => 40,
        "<" or "<=" or ">" or ">=" => 50,
        "+" or "-" or "||" => 60,
        "*" or "/" or "%" => 70,
        _ => 0,
    };
}
