using System.Collections.Immutable;

namespace Gateway.DynamoCompat.PartiQl.Syntax;

/// <summary>An expression as PartiQL's grammar reads it; much of it is not allowed in DynamoDB, which its readers say in their own words.</summary>
/// <param name="At">The token that stands for it in errors.</param>
internal abstract record SyntaxNode(SourceSpan At)
{
    /// <summary>A name, quoted or not.</summary>
    public sealed record Name(string Word, SourceSpan At) : SyntaxNode(At);

    public sealed record Text(string Content, SourceSpan At) : SyntaxNode(At);

    /// <summary>A number as it is written, with a sign that stood before it.</summary>
    public sealed record Number(string Digits, SourceSpan At) : SyntaxNode(At);

    public sealed record Boolean(bool Value, SourceSpan At) : SyntaxNode(At);

    public sealed record Null(SourceSpan At) : SyntaxNode(At);

    public sealed record Missing(SourceSpan At) : SyntaxNode(At);

    /// <summary><c>?</c>.</summary>
    /// <param name="Position">From 0, in the order of the statement.</param>
    /// <param name="At">Where it stands.</param>
    public sealed record Parameter(int Position, SourceSpan At) : SyntaxNode(At);

    public sealed record List(ImmutableArray<SyntaxNode> Items, SourceSpan At) : SyntaxNode(At);

    /// <summary><c>&lt;&lt; ... &gt;&gt;</c>: a set, in DynamoDB.</summary>
    public sealed record Bag(ImmutableArray<SyntaxNode> Items, SourceSpan At) : SyntaxNode(At);

    public sealed record Struct(ImmutableArray<StructMember> Members, SourceSpan At) : SyntaxNode(At);

    /// <summary>Something and steps from there; at least one.</summary>
    public sealed record Path(SyntaxNode Root, ImmutableArray<PathStep> Steps, SourceSpan At) : SyntaxNode(At);

    /// <param name="Function">Its name in lower case.</param>
    /// <param name="Arguments">What stands between the parentheses.</param>
    /// <param name="At">The name.</param>
    public sealed record Call(string Function, ImmutableArray<SyntaxNode> Arguments, SourceSpan At) : SyntaxNode(At);

    /// <summary><c>*</c> between parentheses: <c>count(*)</c>.</summary>
    public sealed record Star(SourceSpan At) : SyntaxNode(At);

    /// <summary><c>not</c>, <c>+</c>, <c>-</c> or <c>@</c>.</summary>
    public sealed record Unary(string Operator, SyntaxNode Operand, SourceSpan At) : SyntaxNode(At);

    /// <summary>An operator between two: comparisons, arithmetic, <c>like</c>, <c>union</c> and the like.</summary>
    public sealed record Binary(string Operator, SyntaxNode Left, SyntaxNode Right, SourceSpan At) : SyntaxNode(At);

    /// <summary><c>and</c> or <c>or</c> between two or more.</summary>
    public sealed record Logical(string Operator, ImmutableArray<SyntaxNode> Operands, SourceSpan At) : SyntaxNode(At);

    public sealed record Between(SyntaxNode Operand, SyntaxNode Lower, SyntaxNode Upper, SourceSpan At) : SyntaxNode(At);

    public sealed record In(SyntaxNode Operand, SyntaxNode Among, SourceSpan At) : SyntaxNode(At);

    /// <summary><c>IS</c> with a type: <c>missing</c>, <c>null</c>, <c>string</c>...</summary>
    public sealed record Is(SyntaxNode Operand, string Type, SourceSpan At) : SyntaxNode(At);

    /// <summary>A SELECT inside an expression: only in <c>EXISTS(...)</c>.</summary>
    public sealed record Query(Statement.Select Select, SourceSpan At) : SyntaxNode(At);
}
