using Gateway.DynamoCompat.Expressions;

namespace Gateway.DynamoCompat.PartiQl;

/// <summary>One column of a select list.</summary>
/// <param name="Path">What is read.</param>
/// <param name="Attribute">The attribute that it begins with.</param>
/// <param name="Name">What it is called in the answer.</param>
internal readonly record struct SelectColumn(DocumentPath Path, string Attribute, string Name);
