using Gateway.Crdt.Time;
using Gateway.Replication;
using Gateway.Replication.Replica;
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

    /// <summary>Those that were not given up.</summary>
    public IEnumerable<SimulatedPop> Members => pops.Where(pop => !pop.IsRemoved);

    /// <summary>Those that run.</summary>
    public IEnumerable<SimulatedPop> Running => pops.Where(pop => pop.Process is not null);

    /// <summary>Told of what must never happen, whatever the faults.</summary>
    public Action<string, string> OnBroken { get; set; } = (law, what) => throw new HistoryBrokenException(law, what);

    /// <summary>A PoP with an empty disk, not started.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="group">The group that it is in; null for none.</param>
    /// <param name="followsAll">It keeps everything.</param>
    public SimulatedPop Add(string name, string? group = null, bool followsAll = true)
    {
        SimulatedPop pop = new(this, name, new PopProfile(name, $"region-{name}", group is null ? [] : [group], followsAll));
        pops.Add(pop);
        foreach (SimulatedPop other in Running) other.Process!.TellMembers();
        return pop;
    }

    /// <summary>A member; null for who is none, or no more.</summary>
    public SimulatedPop? Find(string name) => pops.Find(pop => pop.Name == name && !pop.IsRemoved);

    /// <summary>A PoP is given up.</summary>
    public void Remove(SimulatedPop pop)
    {
        pop.IsRemoved = true;
        foreach (SimulatedPop other in Running) other.Process!.TellMembers();
    }

    /// <summary>The identity of a new store.</summary>
    public ReplicaId MakeReplica() => new((ulong)Simulation.Random.NextInt64(1, long.MaxValue));
}
