namespace Gateway.DynamoCompat.Expressions;

/// <summary>Reads projections: paths with commas between them. Source: doc Expressions.ProjectionExpressions.</summary>
internal static class ProjectionParser
{
    /// <exception cref="WireException">A ValidationException: the text is no projection.</exception>
    public static ParsedProjection Parse(string text)
    {
        TokenCursor cursor = new(ExpressionKind.Projection, text);
        SlotTable slots = new();
        ParseFaults faults = new(ExpressionKind.Projection);
        PathParser paths = new(cursor, slots, faults);
        List<DocumentPath> found = [];
        do found.Add(paths.Parse());
        while (cursor.TryTake(TokenKind.Comma));

        cursor.Expect(TokenKind.End);
        faults.Check();
        return new ParsedProjection([.. found], slots);
    }
}
