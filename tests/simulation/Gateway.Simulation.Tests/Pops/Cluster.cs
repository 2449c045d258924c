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

    /// <summary>Who is a member is what the records say that have come to a PoP; else all know it at once, but who is evicted.</summary>
    public bool HasMemberRecords { get; init; }

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
    /// <param name="isFounder">It is there from the beginning, and all know that.</param>
    public SimulatedPop Add(string name, string? group = null, bool followsAll = true, bool isFounder = true)
    {
        SimulatedPop pop = new(this, name, new PopProfile(name, $"region-{name}", group is null ? [] : [group], followsAll)) { IsFounder = isFounder };
        pops.Add(pop);
        if (isFounder || !HasMemberRecords) TellAll();
        return pop;
    }

    /// <summary>A member; null for who is none, or no more.</summary>
    public SimulatedPop? Find(string name) => pops.Find(pop => pop.Name == name && !pop.IsRemoved);

    /// <summary>A PoP is given up.</summary>
    public void Remove(SimulatedPop pop)
    {
        pop.IsRemoved = true;
        if (!HasMemberRecords) TellAll();
    }

    /// <summary>The identity of a new store.</summary>
    public ReplicaId MakeReplica() => new((ulong)Simulation.Random.NextInt64(1, long.MaxValue));

    private void TellAll()
    {
        foreach (SimulatedPop other in Running) other.Process!.TellMembers();
    }
}
