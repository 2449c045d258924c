using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Gateway.Replication.Membership;

namespace Gateway.Cluster.Tests.Pops;

/// <summary>PoPs in networks of their own, which joined one another as those on several machines do. Links are cut by the kernel.</summary>
internal sealed class NamespaceCluster : ClusterUnderTest
{
    private const int ReplicationPort = 4700;
    private readonly NamespaceNetwork network;

    private NamespaceCluster(NamespaceNetwork network, string data)
        : base(data) => this.network = network;

    /// <inheritdoc/>
    public override IReadOnlyList<int> Cuttable => Members;

    /// <summary>Starts the first PoP, and lets the others join.</summary>
    public static async Task<NamespaceCluster> StartAsync(int count, string data)
    {
        NamespaceCluster cluster = new(await NamespaceNetwork.StartAsync(), data);
        try
        {
            cluster.Begin(1);
            MemberProcess first = cluster.Own[1] = await cluster.ProcessAsync(1);
            Assert.True(await first.StartAsync(), cluster.LastWords);
            while (cluster.Members.Count < count) await cluster.JoinAsync(cluster.Hear);
            await cluster.UntilAsync("all links are open", cluster.AreLinksOpenAsync);
            await cluster.UntilAsync("all take writes", async () => (await cluster.StatusAsync()).Pops is var pops && pops.Count == count && pops.All(pop => pop.State == PopState.Active));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public override Socket SocketOf(int pop) => network.SocketOf(pop);

    /// <inheritdoc/>
    public override Task CutAsync(params int[] pops) => network.CutAsync(pops.Length == 0 ? Members : pops);

    /// <inheritdoc/>
    public override Task HealAsync() => network.HealAsync();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await network.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async Task<MemberProcess> ProcessAsync(int pop)
    {
        await network.AddAsync(pop);
        return new MemberProcess(NameOf(pop), FolderOf(pop), network.RoomOf(pop), Hear);
    }

    /// <inheritdoc/>
    protected override string ReplicationOf(int pop) => string.Create(CultureInfo.InvariantCulture, $"{NamespaceNetwork.AddressOf(pop)}:{ReplicationPort}");

    /// <inheritdoc/>
    protected override HttpMessageHandler HandlerOf(int pop) => new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        ConnectCallback = async (context, token) =>
        {
            Socket socket = network.SocketOf(pop);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), token);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}
