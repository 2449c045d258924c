namespace Gateway.DynamoCompat.PartiQl.Syntax;

/// <summary>One assignment of SET, or one path of REMOVE.</summary>
/// <param name="Path">A name or a path.</param>
/// <param name="Value">What is assigned; null for REMOVE.</param>
internal readonly record struct UpdateClause(SyntaxNode Path, SyntaxNode? Value);
