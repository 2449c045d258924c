using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Api.Options;
using Gateway.Replication.Membership;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Cluster;

/// <summary>What makes a PoP a member of a cluster, if it is one. A PoP that is alone has nothing but this.</summary>
/// <param name="dataFolder">Where the PoP keeps what it is.</param>
/// <param name="store">The records of members; asked for when there is a cluster.</param>
/// <param name="numbers">The numbers of versions, which the CPoP gives out.</param>
/// <param name="begin">Starts replication.</param>
/// <param name="options">Checked ones.</param>
/// <param name="time">The clock.</param>
/// <param name="random">For chance.</param>
/// <param name="logs">Where it says what an operator should know.</param>
internal sealed class ClusterHost(
    string dataFolder, Func<IMembershipStore> store, INumberStore numbers, Func<PopCluster, CancellationToken, ValueTask<IReplicationRun>>? begin, PopOptions options, TimeProvider time, Random random, ILoggerFactory logs) : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private IMembershipStore? records;

    /// <summary>Null while this PoP is alone.</summary>
    public PopCluster? Cluster { get; private set; }

    /// <summary>Null while this PoP is alone.</summary>
    public IReplicationRun? Replication { get; private set; }

    /// <summary>Makes this PoP, which is alone, the central one of a new cluster.</summary>
    /// <param name="region">Its region.</param>
    /// <param name="address">Where it takes connections of others; with port 0 on any free one.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="OptionsFault">The port cannot be had.</exception>
    public async ValueTask<PopCluster> CreateAsync(string region, HostAndPort address, CancellationToken token)
    {
        const string Name = "pop-1";
        if (ClusterFolder.Find(dataFolder) is not null) throw new OptionsFault("this PoP is a member of a cluster already");
        if (address.Port != 0 && !FreePorts.IsFree(address)) throw new OptionsFault($"{address} cannot be listened on: another program does, or it is no address of this machine");
        DateTimeOffset now = time.GetUtcNow();
        string cluster = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        string own = (address.Port == 0 ? address with { Port = FreePorts.Find(address) } : address).ToString();
        using ClusterAuthority authority = ClusterAuthority.Create(cluster, now, options.Certificates);
        using X509Certificate2 certificate = authority.IssueWithKey(Name, epoch: 1, now), trusted = authority.PublicCertificate;
        ClusterFile about = new() { Cluster = cluster, Name = Name, Region = region, Address = own, IsCentral = true };
        PopInfo self = new() { Name = Name, Region = region, Address = own, IsCentral = true, State = PopState.Active };
        ClusterFolder.Create(dataFolder, about, certificate, trusted, [self], authority);
        await OpenAsync(token);
        return Cluster!;
    }

    /// <summary>Makes this PoP, which is alone, a member of the cluster that a token was made in.</summary>
    /// <exception cref="OptionsFault">It is not alone, or the other side does not let it in.</exception>
    public async ValueTask JoinAsync(string text, CancellationToken token)
    {
        if (ClusterFolder.Find(dataFolder) is { } member) throw new OptionsFault($"this PoP is {member.ReadAbout().Name} of a cluster already: start it without --join, or join with another folder (--data)");
        if (!JoinToken.TryParse(text, out JoinToken? join)) throw new OptionsFault("--join: this is not a token as 'edgectl pops add' prints it");
        await JoinClient.JoinAsync(join, dataFolder, options.Replication ?? new HostAndPort("127.0.0.1", 0), time, token);
    }

    /// <summary>Starts what there is to start, if the data folder says that this PoP is a member.</summary>
    /// <param name="token">Gives up.</param>
    /// <exception cref="OptionsFault">A file cannot be used, or the port of replication cannot be had.</exception>
    public async ValueTask OpenAsync(CancellationToken token)
    {
        if (ClusterFolder.Find(dataFolder) is not { } folder) return;
        await gate.WaitAsync(token);
        try
        {
            if (Cluster is not null) return;
            records ??= store();
            Cluster = await PopCluster.OpenAsync(folder, records, numbers, options, time, random, logs, token);
            if (begin is not null) Replication = await begin(Cluster, token);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Tells the others where this PoP is, if there are any.</summary>
    /// <param name="endpoint">Where apps reach it.</param>
    /// <param name="token">Gives up.</param>
    public ValueTask PublishAsync(Uri endpoint, CancellationToken token) => Cluster is { } cluster ? cluster.PublishAsync(endpoint, token) : ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (Replication is not null) await Replication.DisposeAsync();
        if (Cluster is not null) await Cluster.DisposeAsync();
        (records as IDisposable)?.Dispose();
        gate.Dispose();
    }
}
