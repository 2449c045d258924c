namespace Gateway.DynamoCompat.Tables;

/// <summary>How much there is in a table or an index.</summary>
/// <param name="Items">Items that show.</param>
/// <param name="Bytes">Their sizes by DynamoDB's rule, without what storing them costs.</param>
internal readonly record struct Figure(long Items, long Bytes);
