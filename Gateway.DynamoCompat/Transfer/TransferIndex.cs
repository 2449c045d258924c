namespace Gateway.DynamoCompat.Transfer;

/// <summary>A secondary index, as another service needs to know it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsGlobal">False for one that shares the table's partition key.</param>
/// <param name="Key">Its key.</param>
/// <param name="Projection"><c>ALL</c>, <c>KEYS_ONLY</c> or <c>INCLUDE</c>.</param>
/// <param name="Included">The attributes that <c>INCLUDE</c> names.</param>
public sealed record TransferIndex(string Name, bool IsGlobal, IReadOnlyList<TransferKeyPart> Key, string Projection, IReadOnlyList<string> Included);
