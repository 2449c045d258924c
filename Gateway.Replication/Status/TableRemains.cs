namespace Gateway.Replication.Status;

/// <summary>How many items of a table hold more than what shows.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Ghosts">Those that are deleted, or keep what was removed of them.</param>
/// <param name="Siblings">Those that keep what lost.</param>
public sealed record TableRemains(string Table, long Ghosts, long Siblings);
