namespace Gateway.Replication.Backup.Restoring;

/// <summary>How far a restore is.</summary>
/// <param name="Stage">What is done: <c>checking</c>, <c>loading</c>, <c>replaying</c>, <c>indexing</c>.</param>
/// <param name="Done">Of this stage: bytes for the first three, documents for the last.</param>
/// <param name="Of">Of how many; 0 if that is not known.</param>
public readonly record struct RestoreProgress(string Stage, long Done, long Of);
