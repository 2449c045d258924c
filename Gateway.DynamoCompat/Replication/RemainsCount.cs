namespace Gateway.DynamoCompat.Replication;

/// <summary>How many items of a table hold more than what shows.</summary>
/// <param name="Table">The table's name; see <see cref="TableLabels"/>.</param>
/// <param name="Items">All of them.</param>
/// <param name="Ghosts">Those that are deleted, or keep what was removed of them.</param>
/// <param name="Siblings">Those that keep what lost.</param>
public sealed record RemainsCount(string Table, long Items, long Ghosts, long Siblings);
