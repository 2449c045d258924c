namespace Gateway.DynamoCompat.PartiQl.Syntax;

/// <summary>One item of a select list.</summary>
/// <param name="Value">What is selected.</param>
/// <param name="Alias">The name behind AS; null without one.</param>
internal readonly record struct SelectItem(SyntaxNode Value, string? Alias);
