namespace Gateway.DynamoCompat.Replication;

/// <summary>How many merged writes to a table had not seen what they met.</summary>
/// <param name="Table">The table's name; see <see cref="TableLabels"/>.</param>
/// <param name="Class">What they relied on: docs/conflicts.md.</param>
/// <param name="Count">How many, since the start.</param>
public sealed record ConflictCount(string Table, string Class, long Count);
