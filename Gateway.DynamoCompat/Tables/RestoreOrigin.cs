namespace Gateway.DynamoCompat.Tables;

/// <summary>Where a restored table came from.</summary>
/// <param name="BackupArn">The backup; null if it was restored to a point in time.</param>
/// <param name="TableArn">The table that the data was of.</param>
/// <param name="RestoredTo">The moment that the data is of.</param>
internal sealed record RestoreOrigin(string? BackupArn, string TableArn, DateTimeOffset RestoredTo);
