namespace Gateway.DynamoCompat.Transfer;

/// <summary>One attribute of a key.</summary>
/// <param name="Name">The attribute.</param>
/// <param name="Type"><c>S</c>, <c>N</c> or <c>B</c>.</param>
/// <param name="IsPartition">True for a partition key, false for a sort key.</param>
public sealed record TransferKeyPart(string Name, string Type, bool IsPartition);
