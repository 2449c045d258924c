namespace Gateway.DynamoCompat.Expressions;

/// <summary>What a query asks of key attributes, before its table is known.</summary>
internal sealed class KeyCondition
{
    /// <summary>The attributes that it names, in the order of the text.</summary>
    public IReadOnlyList<string> Attributes => throw new NotImplementedException();

    /// <summary>Fits it to the key of a table or an index.</summary>
    /// <param name="partition">The partition attributes in order.</param>
    /// <param name="sort">The sort attributes in order.</param>
    /// <exception cref="WireException">A ValidationException: it does not fit.</exception>
    public KeySelection For(IReadOnlyList<KeyAttribute> partition, IReadOnlyList<KeyAttribute> sort) => throw new NotImplementedException();
}
