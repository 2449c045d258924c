namespace Gateway.Replication.Backup.Restoring;

/// <summary>A table that was restored.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Account">Whose it is.</param>
/// <param name="Region">Where.</param>
/// <param name="Items">How many items it has.</param>
public sealed record RestoredTable(string Name, string Account, string Region, long Items);
