using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Backups;
using Gateway.DynamoCompat.Cluster;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Operations;
using Gateway.DynamoCompat.Replication;
using Gateway.DynamoCompat.Tables.Jobs;
using Gateway.DynamoCompat.Wire;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.DynamoCompat.Tables;

/// <summary>All that makes, changes, describes and drops tables, put together once: settings, backups, figures and the jobs in the background.</summary>
internal sealed class ControlPlane : IAsyncDisposable
{
    private readonly TableCatalog tables;
    private readonly HistoryTrimmer trimmer;
    private readonly FigureRecount recount;
    private readonly CancellationTokenSource stopping = new();
    private readonly Action<Exception, string> onBug;
    private readonly Hop hop;
    private readonly TimeProvider time;
    private readonly TimeSpan streamRetention;
    private Task recounting = Task.CompletedTask;

    /// <summary>Puts it together; <see cref="Start"/> begins what runs in the background.</summary>
    /// <param name="onBug">Told of what went wrong in the background, and where.</param>
    /// <param name="system">What all PoPs have to know.</param>
    /// <param name="cluster">Who takes part.</param>
    /// <param name="replica">Who this store is now.</param>
    public ControlPlane(IKeyValueStore store, CommitLoop commits, ItemLocks locks, TableCatalog tables, TableFigures figures, WriteExecutor writes, ReplicaState replication, SystemTable system, ClusterView cluster, Func<ReplicaId> replica, DynamoOptions options, TimeProvider time, Random random, Action<Exception, string> onBug)
    {
        this.tables = tables;
        this.onBug = onBug;
        this.time = time;
        hop = options.Hop;
        streamRetention = options.StreamRetention;
        Figures = figures;
        Backups = BackupCatalog.Open(store, commits);
        Jobs = new BackgroundJobs(store, commits, tables, hop, time, onBug);
        trimmer = new HistoryTrimmer(store, tables, Backups, time);
        Turns counting = new(hop);
        recount = new FigureRecount(store, locks, figures, tables, counting, hop);

        BackupCopy copy = new(store, commits, Backups);
        EntryFill fill = new(store, commits, locks, hop);
        Jobs.Teach(copy);
        Jobs.Teach(new TablePurge(store, locks, tables, figures, Jobs, Backups, copy, options.StreamRetention));
        Jobs.Teach(new TableRestore(store, commits, tables, figures, writes, replication));
        Jobs.Teach(new StreamPurge(tables));
        Jobs.Teach(new HistoryPurge(locks, tables, Jobs));
        Jobs.Teach(new IndexFill(store, locks, fill, tables, figures, counting, hop, time));
        Jobs.Teach(new IndexPurge(locks, tables, figures));
        Jobs.Teach(new ExpiryFill(fill, tables, commits, locks));

        TableDropper dropper = new(tables, figures, Jobs, Backups);
        TableFollower follower = new(tables, dropper, Jobs, locks, cluster, options, time);
        Sharing = new TableSharing(system, tables, follower, () => replica().ToString(), hop, time, onBug);

        TableDescriber describer = new(figures, time, cluster);
        TableIds ids = new(random);
        Restorer restorer = new(tables, describer, Jobs, ids, options, time);
        Operations = new Dictionary<string, IDynamoOperation>
        {
            ["CreateTable"] = new CreateTable(tables, describer, ids, options, time),
            ["DescribeTable"] = new DescribeTable(tables, describer),
            ["UpdateTable"] = new UpdateTable(tables, describer, Jobs, cluster, options, time),
            ["DeleteTable"] = new DeleteTable(tables, describer, dropper, options, time),
            ["ListTables"] = new ListTables(tables),
            ["DescribeLimits"] = new DescribeLimits(),
            ["DescribeEndpoints"] = new DescribeEndpoints(),
            ["TagResource"] = new TagResource(tables, time),
            ["UntagResource"] = new UntagResource(tables, time),
            ["ListTagsOfResource"] = new ListTagsOfResource(tables, time),
            ["UpdateTimeToLive"] = new UpdateTimeToLive(tables, Jobs, time),
            ["DescribeTimeToLive"] = new DescribeTimeToLive(tables, time),
            ["UpdateContinuousBackups"] = new UpdateContinuousBackups(tables, locks, Jobs, time),
            ["DescribeContinuousBackups"] = new DescribeContinuousBackups(tables, time),
            ["CreateBackup"] = new CreateBackup(store, commits, tables, figures, Backups, Jobs, ids, time),
            ["DescribeBackup"] = new DescribeBackup(Backups),
            ["ListBackups"] = new ListBackups(Backups),
            ["DeleteBackup"] = new DeleteBackup(Backups, Jobs),
            ["RestoreTableFromBackup"] = new RestoreTableFromBackup(Backups, Jobs, restorer),
            ["RestoreTableToPointInTime"] = new RestoreTableToPointInTime(store, tables, restorer, time),
            ["PutResourcePolicy"] = new PutResourcePolicy(tables, time),
            ["GetResourcePolicy"] = new GetResourcePolicy(tables, time),
            ["DeleteResourcePolicy"] = new DeleteResourcePolicy(tables, time),
            ["DescribeContributorInsights"] = new DescribeContributorInsights(tables, time),
            ["ListContributorInsights"] = new ListContributorInsights(tables, time),
            ["UpdateContributorInsights"] = new UpdateContributorInsights(tables, time),
            ["EnableKinesisStreamingDestination"] = new EnableKinesisStreamingDestination(tables, time),
            ["DisableKinesisStreamingDestination"] = new DisableKinesisStreamingDestination(tables, time),
            ["UpdateKinesisStreamingDestination"] = new UpdateKinesisStreamingDestination(tables, time),
            ["DescribeKinesisStreamingDestination"] = new DescribeKinesisStreamingDestination(tables, time),
            ["ExportTableToPointInTime"] = new ExportTableToPointInTime(tables),
            ["ListExports"] = new EmptyList("ExportSummaries"),
            ["DescribeExport"] = new Refusal((_, input) => MissingPart(input.Text("ExportArn")!, "export", DynamoErrors.ExportArnInvalid, DynamoErrors.ExportMissing)),
            ["ImportTable"] = new Refusal((_, _) => DynamoErrors.NoImports),
            ["ListImports"] = new EmptyList("ImportSummaryList"),
            ["DescribeImport"] = new Refusal((_, input) => MissingPart(input.Text("ImportArn")!, "import", DynamoErrors.ImportArnInvalid, DynamoErrors.ImportMissing)),
            ["CreateGlobalTable"] = new Refusal((_, _) => DynamoErrors.OldGlobalTables),
            ["UpdateGlobalTable"] = new Refusal((_, input) => DynamoErrors.GlobalTableMissing(input.Text("GlobalTableName")!)),
            ["DescribeGlobalTable"] = new Refusal((_, input) => DynamoErrors.GlobalTableMissing(input.Text("GlobalTableName")!)),
            ["DescribeGlobalTableSettings"] = new Refusal((_, input) => DynamoErrors.GlobalTableMissing(input.Text("GlobalTableName")!)),
            ["UpdateGlobalTableSettings"] = new Refusal((_, input) => DynamoErrors.GlobalTableMissing(input.Text("GlobalTableName")!)),
            ["ListGlobalTables"] = new EmptyList("GlobalTables"),
            ["DescribeTableReplicaAutoScaling"] = new DescribeTableReplicaAutoScaling(tables, cluster, time),
            ["UpdateTableReplicaAutoScaling"] = new Refusal(RefuseAutoScaling),
            ["SearchVectors"] = new Refusal(RefuseSearch),
        };
    }

    /// <summary>Operations by their names.</summary>
    public IReadOnlyDictionary<string, IDynamoOperation> Operations { get; }

    public TableFigures Figures { get; }

    public BackgroundJobs Jobs { get; }

    public BackupCatalog Backups { get; }

    /// <summary>What tells other PoPs of tables, and follows what they tell.</summary>
    public TableSharing Sharing { get; }

    /// <summary>Begins the jobs that an earlier run left, and counts anew what a crash has left uncertain.</summary>
    /// <param name="isReplicated">True if there are other PoPs.</param>
    public void Start(bool isReplicated)
    {
        Sharing.Start(isReplicated);
        Jobs.Resume();
        if (!Figures.AreExact) recounting = RecountAsync();
    }

    /// <summary>What is to be done from time to time: removes what is too old, saves the figures.</summary>
    public async Task TidyAsync()
    {
        await trimmer.TrimAsync().ConfigureAwait(false);
        await ForgetStreamsAsync().ConfigureAwait(false);
        Figures.Save();
    }

    /// <summary>True if nothing goes on in the background now.</summary>
    public bool IsIdle => recounting.IsCompleted && Sharing.IsIdle && Jobs.IsIdle;

    /// <summary>Ends when nothing goes on in the background.</summary>
    public async Task WhenIdleAsync()
    {
        await recounting.ConfigureAwait(false);
        await Sharing.WhenIdleAsync().ConfigureAwait(false);
        await Jobs.WhenIdleAsync().ConfigureAwait(false);
    }

    /// <summary>Stops what goes on in the background, and saves the figures. After this nothing may be written.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await Sharing.DisposeAsync().ConfigureAwait(false);
        await Jobs.DisposeAsync().ConfigureAwait(false);
        bool isCounted = recounting.IsCompletedSuccessfully;
        await recounting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            Figures.Save(isClosing: isCounted);
        }
        catch (StoreFault fault) when (fault.Kind == StoreFaultKind.Full)
        {
            // They are counted anew at the next start.
        }

        stopping.Dispose();
    }

    private static DynamoError MissingPart(string arn, string kind, DynamoError invalid, Func<string, DynamoError> missing) =>
        TableArn.TryParse(arn, out TableArn? parsed) && parsed.Kind == kind ? missing(arn) : invalid;

    /// <summary>Streams of living tables that ended so long ago that none of their records is left.</summary>
    private async Task ForgetStreamsAsync()
    {
        DateTimeOffset oldest = time.GetUtcNow() - streamRetention;
        foreach (TableDefinition table in tables.All.Where(table => table.PastStreams.Any(stream => stream.EndedAt < oldest)).ToArray())
        {
            await tables.ChangeAsync(table.Number, (before, _) => before with { PastStreams = [.. before.PastStreams.Where(stream => stream.EndedAt >= oldest)] }).ConfigureAwait(false);
        }
    }

    private async Task RecountAsync()
    {
        await hop;
        try
        {
            foreach (uint number in tables.All.Select(table => table.Number).ToArray())
            {
                await recount.RunAsync(number, stopping.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            onBug(exception, "recount");
            throw;
        }
    }

    /// <summary>There is no capacity that would have to follow the load.</summary>
    private DynamoError RefuseAutoScaling(Caller caller, WireStructure input) =>
        tables.Find(caller, TableNames.Resolve(caller, input)) is { Replicas.Count: > 0 } ? DynamoErrors.NoAutoScaling : DynamoErrors.NoGlobalTable(TableNames.Resolve(caller, input));

    /// <summary>No table has vector indexes.</summary>
    private DynamoError RefuseSearch(Caller caller, WireStructure input)
    {
        _ = TableNames.Known(tables, caller, input);
        return DynamoErrors.IndexNotFound(input.Text("IndexName")!);
    }
}
