namespace Gateway.Replication.Tests.Backup;

/// <summary>Tests that run by themselves.</summary>
[CollectionDefinition(nameof(BackupMemoryCollection), DisableParallelization = true)]
public sealed class BackupMemoryCollection;
