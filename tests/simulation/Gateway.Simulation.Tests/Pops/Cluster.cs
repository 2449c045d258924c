using Gateway.Crdt.Time;
using Gateway.Replication;
using Gateway.Simulation.Tests.Network;
using Gateway.Simulation.Tests.World;

namespace Gateway.Simulation.Tests.Pops;

/// <summary>All PoPs of a history and the network between them.</summary>
internal sealed class Cluster
{
    private readonly List<SimulatedPop> pops = [];

    public Cluster(Timeline simulation, ReplicationOptions options)
    {
        Simulation = simulation;
        Options = options;
        Network = new SimulatedNetwork(simulation);
    }

    public Timeline Simulation { get; }

    public SimulatedNetwork Network { get; }

    public ReplicationOptions Options { get; }

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyList<SimulatedPop> Pops => pops;

    /// <summary>Those that run.</summary>
    public IEnumerable<SimulatedPop> Running => pops.Where(pop => pop.Process is not null);

    /// <summary>Told of what must never happen, whatever the faults.</summary>
    public Action<string, string> OnBroken { get; set; } = (law, what) => throw new HistoryBrokenException(law, what);

    /// <summary>A PoP with an empty disk, not started.</summary>
    public SimulatedPop Add(string name)
    {
        SimulatedPop pop = new(this, name);
        pops.Add(pop);
        return pop;
    }

    public SimulatedPop? Find(string name) => pops.Find(pop => pop.Name == name);

    /// <summary>The identity of a new store.</summary>
    public ReplicaId MakeReplica() => new((ulong)Simulation.Random.NextInt64(1, long.MaxValue));
}
