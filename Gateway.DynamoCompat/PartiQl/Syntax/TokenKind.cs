namespace Gateway.DynamoCompat.PartiQl.Syntax;

/// <summary>What a token is.</summary>
internal enum TokenKind : byte
{
    /// <summary>Behind the last one.</summary>
    End,
    Identifier,
    QuotedIdentifier,

    /// <summary>A reserved word, one of an operator's or of a literal's (<c>and</c>, <c>null</c>) too; its text is in lower case.</summary>
    Keyword,
    String,
    Number,

    /// <summary><c>?</c>.</summary>
    Parameter,

    /// <summary>Punctuation and operators; <c>!=</c> reads as <c>&lt;&gt;</c>.</summary>
    Symbol,

    /// <summary>Between backticks: PartiQL has such literals, DynamoDB does not.</summary>
    IonLiteral,
}
