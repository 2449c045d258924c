namespace Gateway.DynamoCompat.Wire;

/// <summary>Why an AttributeValue cannot be. Raised when an operation asks for it, because DynamoDB looks at values after the model's constraints.</summary>
/// <param name="Message">The text on its own.</param>
internal sealed record ValueFault(string Message)
{
    /// <summary>The outermost name above it: an attribute, or a placeholder. Null for a value without a name.</summary>
    public string? Name { get; init; }

    /// <summary>True for the texts that come without a preamble in a start key.</summary>
    public bool IsBare { get; init; }

    /// <inheritdoc cref="DynamoError.IsCounted"/>
    public bool IsCounted { get; init; }

    /// <summary>True for the texts that never have a preamble.</summary>
    public bool IsWhole { get; init; }
}
