namespace Gateway.DynamoCompat.Execution;

/// <summary>Why an item changes: what its stream record says of it.</summary>
internal enum WriteCause
{
    /// <summary>A request.</summary>
    Request,

    /// <summary>Its time to live is over.</summary>
    Expiry,
}
