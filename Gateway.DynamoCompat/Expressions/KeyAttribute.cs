using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>An attribute of a table's or an index's key.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">S, N or B.</param>
internal readonly record struct KeyAttribute(string Name, ValueKind Kind);
