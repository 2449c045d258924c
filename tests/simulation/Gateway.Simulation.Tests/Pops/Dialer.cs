using Gateway.Simulation.Tests.Network;
using Gateway.Simulation.Tests.World;

namespace Gateway.Simulation.Tests.Pops;

/// <summary>Connects to the peers that this PoP has to dial, again and again, as the shell of a real PoP does.</summary>
internal sealed class Dialer(PopProcess process)
{
    private static readonly TimeSpan RetryMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DialTimeout = TimeSpan.FromSeconds(2);

    /// <summary>A peer that should dial and has not for so long may not know where this PoP is.</summary>
    private static readonly TimeSpan Undialled = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, TimeSpan> waits = [];
    private readonly Dictionary<string, long> linkedAt = [];
    private readonly HashSet<LinkRunner> dialled = [];

    private Timeline Simulation => process.Simulation;

    public void Begin() => Look();

    /// <summary>A link is over.</summary>
    public void OnEnded(LinkRunner runner)
    {
        if (runner.Link.State == Gateway.Replication.Links.LinkState.Open) linkedAt[runner.Link.Peer.Name] = Simulation.Now;
        if (!dialled.Remove(runner)) return;
        if (runner.Link.State == Gateway.Replication.Links.LinkState.Open) waits[runner.Link.Peer.Name] = RetryMin;
        Retry(runner.Link.Peer.Name);
    }

    /// <summary>New members are dialled within a second.</summary>
    private void Look()
    {
        if (process.IsDead) return;
        foreach (string peer in process.Members.Reachable.Where(Dials))
        {
            if (waits.TryAdd(peer, RetryMin)) Dial(peer);
        }

        Simulation.After(TimeSpan.FromSeconds(1), Look);
    }

    private bool Dials(string peer) =>
        string.CompareOrdinal(process.Pop.Name, peer) < 0 || (!process.Links.ContainsKey(peer) && Simulation.Now - (linkedAt.TryGetValue(peer, out long at) ? at : linkedAt[peer] = Simulation.Now) > Undialled.Ticks);

    private void Dial(string name)
    {
        if (process.IsDead) return;
        if (!Dials(name))
        {
            Retry(name);
            return;
        }

        if (process.Pop.Cluster.Find(name) is not { } peer || !process.Members.Takes(name))
        {
            Retry(name);
            return;
        }

        SimulatedNetwork network = process.Pop.Cluster.Network;
        if (!network.Reaches(process.Pop.Name, name))
        {
            Simulation.After(DialTimeout, () => Retry(name));
            return;
        }

        TimeSpan trip = network.Path(process.Pop.Name, name).Latency + network.Path(name, process.Pop.Name).Latency;
        Simulation.After(trip, () => Meet(peer));
    }

    private void Meet(SimulatedPop peer)
    {
        if (process.IsDead) return;
        if ((peer.Process ?? peer.Twin?.Process) is not { } other || !other.Members.Takes(process.Pop.Name))
        {
            Retry(peer.Name);
            return;
        }

        Connection connection = process.Pop.Cluster.Network.Connect(process.Pop.Name, peer.Name);
        LinkRunner here = process.Take(peer, connection, 0);
        dialled.Add(here);
        LinkRunner there = other.Take(process.Pop, connection, 1);
        here.Begin();
        there.Begin();
    }

    private void Retry(string name)
    {
        if (process.IsDead) return;
        TimeSpan wait = waits[name];
        waits[name] = wait * 2 < RetryMax ? wait * 2 : RetryMax;
        Simulation.After(wait * (0.5 + Simulation.Random.NextDouble()), () => Dial(name));
    }
}
