using Gateway.DynamoCompat.Backups;
using Gateway.DynamoCompat.Tables.Jobs;

namespace Gateway.DynamoCompat.Tables;

/// <summary>A table that is about to go.</summary>
/// <param name="Table">Its definition from now on.</param>
/// <param name="Purge">What removes its data.</param>
/// <param name="Backup">What keeps its data; null if nothing does.</param>
internal sealed record DroppedTable(TableDefinition Table, JobRecord Purge, BackupDefinition? Backup);
