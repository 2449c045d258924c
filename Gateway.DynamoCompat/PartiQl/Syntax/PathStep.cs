namespace Gateway.DynamoCompat.PartiQl.Syntax;

/// <summary>One step of a path: a member's name, or an expression between brackets, or (neither) a wildcard.</summary>
/// <param name="Name">The member; null for <c>[...]</c> and wildcards.</param>
/// <param name="Index">Between brackets; null for members and wildcards.</param>
/// <param name="At">The name, or what stands between the brackets.</param>
internal readonly record struct PathStep(string? Name, SyntaxNode? Index, SourceSpan At);
