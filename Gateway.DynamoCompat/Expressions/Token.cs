namespace Gateway.DynamoCompat.Expressions;

/// <summary>A stretch of an expression's text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="Length">0 only for the end.</param>
internal readonly record struct Token(TokenKind Kind, int Start, int Length)
{
    public int End => Start + Length;
}
