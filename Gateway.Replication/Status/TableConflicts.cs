namespace Gateway.Replication.Status;

/// <summary>How many writes to a table met others.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Class">What they relied on.</param>
/// <param name="Count">How many, since the start.</param>
public sealed record TableConflicts(string Table, string Class, long Count);
