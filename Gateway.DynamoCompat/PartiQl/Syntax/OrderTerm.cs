namespace Gateway.DynamoCompat.PartiQl.Syntax;

/// <summary>One term of ORDER BY.</summary>
internal readonly record struct OrderTerm(SyntaxNode Key, bool IsDescending);
