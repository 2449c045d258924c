using Gateway.DynamoCompat.Cluster;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.PartiQl;
using Gateway.DynamoCompat.Replication;
using Gateway.DynamoCompat.Scopes;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.DynamoCompat;

/// <summary>All that operations are made of, put together once.</summary>
internal sealed class DynamoServices
{
    public DynamoServices(IKeyValueStore store, CommitLoop commits, DynamoOptions options, TimeProvider time, Random random, Action<Exception, string> onBug)
    {
        Store = store;
        Commits = commits;
        Options = options;
        Time = time;
        Random = random;
        Identity = StoreIdentity.Open(store, options.MakeReplica);
        Replication = new ReplicaState(store);
        Clock = new StoreClock(store, time, Identity.Self);
        Tokens = new TransactionTokens(store, time);
        Tables = TableCatalog.Open(store, commits, time, options.Scopes);
        Directory = new TableDirectory(Tables);
        Door = new PartitionDoor(Directory);
        ItemCache cache = new();
        WritePlanner planner = new(Clock, Identity.Replicas, Replication, Door);
        Figures = TableFigures.Open(store);
        WriteCommitter committer = new(commits, Locks, cache, Clock, Replication, Tokens, Figures, time);
        Writes = new WriteExecutor(store, Locks, cache, planner, committer, commits, Door);
        Reads = new ReadExecutor(store, Locks, cache, commits, Door);
        Transactions = new TransactionExecutor(store, Locks, Clock, planner, committer, commits, Tokens, Door);
        SystemTable = SystemTable.Open(store, Writes);
        Applier = new RemoteApplier(this, cache);
        Tail = new TailReplayer(this, cache);
        Sweeper = new RemainsSweeper(this, cache);
        Dropper = new ItemDropper(this, cache);
        Control = new ControlPlane(store, commits, Locks, Tables, Figures, Writes, Replication, SystemTable, Cluster, () => Identity.Self, options, time, random, onBug);
    }

    public IKeyValueStore Store { get; }

    public CommitLoop Commits { get; }

    public DynamoOptions Options { get; }

    public TimeProvider Time { get; }

    public Random Random { get; }

    public ItemLocks Locks { get; } = new();

    public ExpressionCache Expressions { get; } = new();

    public StatementCache Statements { get; } = new();

    public StoreIdentity Identity { get; }

    /// <summary>Alone, or a member.</summary>
    public ReplicaState Replication { get; }

    /// <summary>Tables by the ids that they have everywhere.</summary>
    public TableDirectory Directory { get; }

    /// <summary>Where requests wait for items that live elsewhere.</summary>
    public PartitionDoor Door { get; }

    /// <summary>Merges what comes from other PoPs.</summary>
    public RemoteApplier Applier { get; }

    /// <summary>Writes anew what this store wrote while the others went on without it.</summary>
    public TailReplayer Tail { get; }

    /// <summary>Drops what is stable.</summary>
    public RemainsSweeper Sweeper { get; }

    public ItemDropper Dropper { get; }

    public StoreClock Clock { get; }

    public TransactionTokens Tokens { get; }

    public TableCatalog Tables { get; }

    public TableFigures Figures { get; }

    /// <summary>Who takes part.</summary>
    public ClusterView Cluster { get; } = new();

    /// <summary>What all PoPs have to know.</summary>
    public SystemTable SystemTable { get; }

    /// <summary>What makes, changes and drops tables, and its jobs in the background.</summary>
    public ControlPlane Control { get; }

    public WriteExecutor Writes { get; }

    public ReadExecutor Reads { get; }

    public TransactionExecutor Transactions { get; }
}
