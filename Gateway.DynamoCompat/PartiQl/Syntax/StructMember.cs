namespace Gateway.DynamoCompat.PartiQl.Syntax;

/// <summary>One member of <c>{ 'name': value }</c>.</summary>
internal readonly record struct StructMember(SyntaxNode Name, SyntaxNode Value);
