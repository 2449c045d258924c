using System.Globalization;
using Gateway.Cluster.Tests.Pops;

namespace Gateway.Cluster.Tests.Workload;

/// <summary>Those who work at one PoP: writers, one who looks at pairs and accounts, and a connection for what comes between.</summary>
internal sealed class Team : IDisposable
{
    public const int Writers = 4;

    private readonly PopClient[] clients;
    private readonly Writer[] writers;

    /// <param name="cluster">Where the PoP is.</param>
    /// <param name="pop">The PoP.</param>
    /// <param name="slot">Its pairs; nobody else's in a round.</param>
    /// <param name="number">No other team ever had it: names of items come from it.</param>
    /// <param name="slots">How many pairs a round has, divided by the writers of a team.</param>
    public Team(ClusterUnderTest cluster, int pop, int slot, int number, int slots, Ledger ledger, Random random)
    {
        (Pop, Slot) = (pop, slot);
        clients = [.. Enumerable.Range(0, Writers + 2).Select(_ => PopClient.To(cluster, pop))];
        Names = [.. Enumerable.Range(0, Writers).Select(writer => string.Create(CultureInfo.InvariantCulture, $"w{number}x{writer}"))];
        writers = [.. Names.Select((name, writer) => new Writer(name, (slot * Writers) + writer, clients[writer], ledger, new Random(random.Next())))];
        Reader = new Reader(ClusterUnderTest.NameOf(pop), clients[Writers], slots * Writers, new Random(random.Next()));
    }

    public int Pop { get; }

    public int Slot { get; }

    /// <summary>Of its writers.</summary>
    public IReadOnlyList<string> Names { get; }

    public Reader Reader { get; }

    /// <summary>For what is asked between the rounds.</summary>
    public PopClient Checker => clients[^1];

    /// <summary>All work until they are told to stop. Whoever fails ends it.</summary>
    public async Task RunAsync(int round, CancellationToken stop)
    {
        using CancellationTokenSource failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task[] running = [.. writers.Select(writer => Task.Run(() => writer.RunAsync(round, failed.Token), CancellationToken.None)), Task.Run(() => Reader.RunAsync(round, failed.Token), CancellationToken.None)];
        await Task.WhenAny(running);
        await failed.CancelAsync();
        await Task.WhenAll(running);
    }

    public void Dispose()
    {
        foreach (PopClient client in clients) client.Dispose();
    }
}
