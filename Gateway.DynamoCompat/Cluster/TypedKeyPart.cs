namespace Gateway.DynamoCompat.Cluster;

/// <summary>One part of a key.</summary>
/// <param name="Name">The attribute.</param>
/// <param name="Role"><c>HASH</c> or <c>RANGE</c>.</param>
/// <param name="Type">S, N or B.</param>
internal readonly record struct TypedKeyPart(string Name, string Role, string Type);
