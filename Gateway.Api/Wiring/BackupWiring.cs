using Gateway.Api.Options;
using Gateway.Replication.Backup;
using Gateway.Replication.Backup.Dynamo;
using Gateway.Replication.Backup.Folders;
using Gateway.Storage.Log;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Wiring;

/// <summary>The backups of a PoP, if any are asked for.</summary>
internal sealed partial class BackupWiring : IAsyncDisposable
{
    private readonly BackupService service;

    private BackupWiring(BackupService service) => this.service = service;

    /// <summary>How the backups are doing.</summary>
    public IReadOnlyList<BackupState> States => service.States;

    /// <summary>Starts what the options ask for.</summary>
    /// <param name="options">Where to.</param>
    /// <param name="dataFolder">Where it remembers how far it is.</param>
    /// <param name="dynamo">What is backed up.</param>
    /// <param name="cluster">The PoP's cluster and its name in it; null while it is alone.</param>
    /// <param name="applied">How far other PoPs' logs are merged here.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where it says what an operator should know.</param>
    /// <returns>Null if nothing is asked for.</returns>
    public static BackupWiring? Start(BackupOptions options, string dataFolder, DynamoWiring dynamo, Func<(string Cluster, string Pop)?> cluster, Func<IReadOnlyList<AppliedPosition>> applied, TimeProvider time, ILogger log)
    {
        if (options.Directory is null && options.Dynamo is null) return null;
        BackupSource source = new(
            dynamo.Face.Transfer,
            () => cluster() is { } member ? new BackupOrigin(member.Cluster, member.Pop, dynamo.Face.Replica.Self) : new BackupOrigin("", "pop", dynamo.Face.Replica.Self),
            applied,
            time);
        LogReader reader = new(dynamo.Log, dynamo.Commits);
        List<IBackupSink> sinks = [];
        if (options.Directory is { } directory)
        {
            sinks.Add(new DirectorySink(source, reader, new DirectoryBackupOptions { Root = directory, SnapshotInterval = options.SnapshotInterval, Keep = options.Keep }, time, note => Note(log, note)));
        }

        if (options.Dynamo is { } asked)
        {
            string target = asked.Endpoint?.ToString() ?? asked.Region;
            DynamoSinkOptions about = new() { Target = target, StateFile = Path.Combine(dataFolder, "backup-dynamodb.json"), Account = asked.Account };
            DynamoSink sink = new(source, reader, DynamoClients.Create(asked.Endpoint, asked.Region, asked.AccessKey, asked.SecretKey, asked.Profile), about, time, note => Note(log, note))
            {
                HasPeers = () => dynamo.Face.Replica.IsReplicated,
            };
            dynamo.Face.Replica.Observer = new ItemObservers(dynamo.Face.Replica, dynamo.Face.Replica.Observer, sink.Mark);
            sinks.Add(sink);
        }

        BackupService service = new(source, dynamo.Log, reader, sinks, options.KeepLog, time, (sink, fault) => Failed(log, sink, fault.Message));
        dynamo.Upkeep.HoldFor(() => service.Position);
        return new BackupWiring(service);
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [LoggerMessage(601, LogLevel.Warning, "backup: {Note}")]
    private static partial void Note(ILogger log, string note);

    [LoggerMessage(602, LogLevel.Error, "the backup to {Sink} does not get on, and is tried again: {Why}")]
    private static partial void Failed(ILogger log, string sink, string why);
}
