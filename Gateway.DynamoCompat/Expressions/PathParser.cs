namespace Gateway.DynamoCompat.Expressions;

/// <summary>Reads document paths and values' placeholders: what all expressions share.</summary>
/// <param name="cursor">Where the parse is.</param>
/// <param name="slots">Takes the placeholders.</param>
/// <param name="faults">Takes what is wrong.</param>
internal sealed class PathParser(TokenCursor cursor, SlotTable slots, ParseFaults faults)
{
    /// <summary>Tokens of their own in every expression, as AWS's grammar has it: never a name. Other reserved words are names that are refused later.</summary>
    private static readonly string[] Keywords = ["AND", "OR", "NOT", "BETWEEN", "IN", "SET", "REMOVE", "ADD", "DELETE"];

    /// <exception cref="WireException">No path begins here, or it breaks off.</exception>
    public DocumentPath Parse()
    {
        List<PathElement> elements = [Name()];
        while (true)
        {
            if (cursor.TryTake(TokenKind.Dot)) elements.Add(Name());
            else if (cursor.TryTake(TokenKind.OpenBracket)) elements.Add(Position());
            else break;
        }

        if (elements.Count > ExpressionLimits.PathMax) faults.BeyondLimit(DynamoErrors.PathTooDeep(cursor.Kind, elements.Count));
        return new DocumentPath([.. elements]);
    }

    /// <summary>True if a path begins here.</summary>
    public bool IsAtPath() => cursor.Is(TokenKind.NamePlaceholder) || (cursor.Is(TokenKind.Name) && !cursor.IsAnyWord(Keywords));

    /// <exception cref="WireException">No placeholder of a value stands here.</exception>
    public Operand.Placeholder ParseValue()
    {
        if (!cursor.Is(TokenKind.ValuePlaceholder)) throw cursor.SyntaxError();
        return new Operand.Placeholder(slots.ValueSlot(cursor.Take()));
    }

    private PathElement Name()
    {
        if (!IsAtPath()) throw cursor.SyntaxError();
        if (cursor.Is(TokenKind.NamePlaceholder)) return PathElement.Placeholder(slots.NameSlot(cursor.Take()));
        string name = cursor.Take();
        if (ReservedWords.Contains(name)) faults.ReservedWord(name);
        return PathElement.Of(name);
    }

    private PathElement Position()
    {
        if (!cursor.Is(TokenKind.Integer)) throw cursor.SyntaxError();
        string digits = cursor.Take();
        cursor.Expect(TokenKind.CloseBracket);
        if (long.TryParse(digits, out long position) && position <= ExpressionLimits.PositionMax) return PathElement.At(position);
        faults.BeyondLimit(DynamoErrors.ListIndexRange(cursor.Kind, digits));
        return PathElement.At(0);
    }
}
