using Gateway.Api.Admin;
using Gateway.Api.Auth;
using Gateway.Api.Cluster;
using Gateway.Api.Listeners;
using Gateway.Api.Options;
using Gateway.Api.Telemetry;
using Gateway.Api.Wiring;
using Gateway.Replication;
using Gateway.Replication.Status;
using Microsoft.Extensions.Logging;

namespace Gateway.Api;

/// <summary>One PoP, from its port down to its store.</summary>
public sealed class Pop : IAsyncDisposable
{
    private readonly DataFolder folder;
    private readonly DynamoWiring dynamo;
    private readonly LambdaWiring lambda;
    private readonly KeyRing keys;
    private readonly CallerFinder callers;
    private readonly Listener listener;
    private readonly ClusterHost cluster;
    private readonly AdminListener admin;

    private Pop(DataFolder folder, DynamoWiring dynamo, LambdaWiring lambda, KeyRing keys, CallerFinder callers, Listener listener, ClusterHost cluster, AdminListener admin)
    {
        this.folder = folder;
        this.dynamo = dynamo;
        this.lambda = lambda;
        this.keys = keys;
        this.callers = callers;
        this.listener = listener;
        this.cluster = cluster;
        this.admin = admin;
    }

    /// <summary>How many access keys there are; without any, every request is taken.</summary>
    public int KeyCount => keys.Count;

    /// <summary>How many requests <c>--auth warn</c> has let through that would have been refused.</summary>
    public long WouldRefuse => callers.WouldRefuse;

    /// <summary>Where it answers.</summary>
    public Uri Endpoint => listener.Endpoint;

    /// <summary>Its name in its cluster; null while it is alone.</summary>
    public string? Name => cluster.Cluster?.About.Name;

    /// <summary>Joins and repairs that go on, and the last ones that ended.</summary>
    internal IReadOnlyList<WorkStatus> Work => cluster.Replication?.Work() ?? [];

    /// <summary>Opens the store and starts to answer.</summary>
    /// <param name="options">Checked ones.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">For request ids and the like; not for secrets.</param>
    /// <param name="logs">Where it says what an operator should know.</param>
    /// <param name="token">Gives up starting.</param>
    /// <exception cref="OptionsFault">The options cannot be had on this machine: a taken port, a folder that may not be written, keys that cannot be read.</exception>
    /// <exception cref="Storage.StoreFault">The store cannot be opened.</exception>
    public static async Task<Pop> StartAsync(PopOptions options, TimeProvider time, Random random, ILoggerFactory logs, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(options);
        DataFolder folder = DataFolder.Take(options.DataFolder);
        KeyRing? keys = null;
        DynamoWiring? dynamo = null;
        LambdaWiring? lambda = null;
        Listener? listener = null;
        ClusterHost? cluster = null;
        Task<AdminListener>? admin = null;
        try
        {
            keys = new KeyRing(options, time, logs.CreateLogger<KeyRing>());
            if (keys.Required is { Count: 0 }) throw new OptionsFault($"{options.Host} can be reached from other machines, and there are no keys: add one with 'edgectl keys add', or listen on 127.0.0.1");
            token.ThrowIfCancellationRequested();
            Health health = new();
            dynamo = await DynamoWiring.OpenAsync(options, folder, health, time, random, logs.CreateLogger<DynamoWiring>());
            SessionKeys sessions = new(SessionKeys.MasterOf(folder.Path), time);
            SigV4Verifier verifier = new(time, sessions);
            CallerFinder callers = new(keys, verifier, options.Auth, time, sessions, logs.CreateLogger<CallerFinder>());
            TaskCompletionSource<Uri> endpoint = new();
            lambda = LambdaWiring.Open(options, folder, dynamo, sessions, new SignatureCheck(keys, sessions, verifier), () => endpoint.Task.Result, new ClusterNumbers(() => cluster?.Cluster), time, random, logs.CreateLogger<LambdaWiring>());
            FaceRouter router = new(new RequestGate(options), callers, dynamo.Handler, lambda.Faces, health, new RequestIds(random), logs.CreateLogger<FaceRouter>());
            DynamoWiring tables = dynamo;
            cluster = new ClusterHost(folder.Path, () => new MembershipRecords(tables.Face.SystemTable), new NumberRecords(tables.Face.SystemTable), Begin, options, time, random, logs);
            ClusterHost member = cluster;
            admin = Task.Run(() => AdminListener.Start(folder.Path, options.AdminPort, new PopAdmin(member, endpoint.Task, options.IsSupervised, time), new MetricsPage(), logs), CancellationToken.None); // beside the rest: it would be some milliseconds of the start
            if (options.JoinToken is { } join)
            {
                if (dynamo.Face.Replica.Tables.Any(table => table.Id != 0)) throw new OptionsFault($"the PoP in {folder.Path} has tables of its own, and cannot join a cluster with them: start with an empty folder (--data)");
                await cluster.JoinAsync(join, token);
            }

            await cluster.OpenAsync(token);
            ClusterHost host = cluster;
            dynamo.Backup = BackupWiring.Start(options.Backup, folder.Path, dynamo, () => host.Cluster is { } member ? (member.About.Cluster, member.About.Name) : null, () => host.Replication is ReplicationWiring replication ? replication.Applied : [], time, logs.CreateLogger<BackupWiring>());

            ValueTask<IReplicationRun> Begin(PopCluster member, CancellationToken cancel)
            {
                ReplicationWiring replication = ReplicationWiring.Start(member, tables, new ReplicationOptions { EvictAfter = options.EvictAfter }, options.LogHeldShare, time, random, logs.CreateLogger<ReplicationWiring>());
                router.Sessions = new SessionBookmarks(replication.Positions, time);
                return ValueTask.FromResult<IReplicationRun>(replication);
            }

            listener = await Listener.StartAsync(options, router, time, logs, token);
            endpoint.SetResult(listener.Endpoint);
            await cluster.PublishAsync(listener.Endpoint, token);
            dynamo.EndStart(logs.CreateLogger<DynamoWiring>());
            return new Pop(folder, dynamo, lambda, keys, callers, listener, cluster, await admin);
        }
        catch
        {
            if (admin is not null)
            {
                await ((Task)admin).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (admin.IsCompletedSuccessfully) await admin.Result.DisposeAsync();
            }

            if (listener is not null) await listener.DisposeAsync();
            if (cluster is not null) await cluster.DisposeAsync();
            if (lambda is not null) await lambda.DisposeAsync();
            if (dynamo is not null) await dynamo.DisposeAsync();
            keys?.Dispose();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Takes no more requests and waits for those under way; the token ends the waiting.</summary>
    public Task DrainAsync(CancellationToken token) => listener.StopAsync(token);

    /// <summary>Stops at once and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await admin.DisposeAsync();
        await listener.DisposeAsync();
        await cluster.DisposeAsync();
        keys.Dispose();
        await lambda.DisposeAsync();
        await dynamo.DisposeAsync();
        folder.Dispose();
    }
}
