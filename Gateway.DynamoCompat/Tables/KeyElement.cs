namespace Gateway.DynamoCompat.Tables;

/// <summary>One element of a key as AWS writes it.</summary>
/// <param name="Name">The attribute.</param>
/// <param name="Role"><c>HASH</c> or <c>RANGE</c>.</param>
internal sealed record KeyElement(string Name, string Role);
