namespace Gateway.DynamoCompat.Expressions;

/// <summary>What a stretch of an expression's text is. Words like AND are names until a parser asks for them.</summary>
internal enum TokenKind : byte
{
    /// <summary>After the last one.</summary>
    End,
    Name,
    NamePlaceholder,
    ValuePlaceholder,
    Integer,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Open,
    Close,
    OpenBracket,
    CloseBracket,
    Comma,
    Dot,
    Plus,
    Minus,

    /// <summary>A character that no expression has a use for.</summary>
    Other,
}
