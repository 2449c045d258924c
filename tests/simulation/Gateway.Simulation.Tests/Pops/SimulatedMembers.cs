using Gateway.Api.Wiring;
using Gateway.DynamoCompat;
using Gateway.Replication.Eviction;
using Gateway.Replication.Membership;
using Gateway.Replication.Replica;

namespace Gateway.Simulation.Tests.Pops;

#pragma warning disable CA1001 // it ends with the tables that it listens to

/// <summary>Whom a PoP takes for a member: all that there are, but those of whom the records that have come to it say that they are evicted.</summary>
internal sealed class SimulatedMembers(SimulatedPop self, DynamoFace face)
{
    private readonly MembershipRecords records = new(face.SystemTable);

    /// <summary>Who counts, without this PoP.</summary>
    public IReadOnlyCollection<string> Names => [.. Others.Where(other => StateOf(other.Name) != PopState.Evicted).Select(other => other.Name)];

    /// <summary>Who does not, or has come back.</summary>
    public IReadOnlyCollection<Departure> Departed =>
        [.. self.Cluster.Pops.Where(pop => pop.IsRemoved).Select(pop => new Departure(pop.Name, 1, 0)), .. Others.Select(other => records.Find(other.Name)).OfType<PopInfo>().Where(pop => pop.Evictions > 0).Select(pop => new Departure(pop.Name, pop.Epoch, pop.Evictions, pop.IsMember))];

    /// <summary>True while the records say of this PoP itself that it is none.</summary>
    public bool IsAway => records.Find(self.Name) is { Evictions: > 0, State: not PopState.Active };

    private IEnumerable<SimulatedPop> Others => self.Cluster.Members.Where(other => other != self);

    public PopProfile? Find(string name) => StateOf(name) == PopState.Evicted ? null : self.Cluster.Find(name)?.Profile;

    public uint EvictionsOf(string name) => records.Find(name)?.Evictions ?? 0;

    /// <summary>What the central PoP does with one that is silent.</summary>
    public void Evict(string name)
    {
        PopInfo known = records.Find(name) ?? new PopInfo { Name = name, Region = "", Address = "", State = PopState.Active };
        if (known.State == PopState.Active) Put(known with { State = PopState.Evicted, Evictions = known.Evictions + 1 });
    }

    /// <summary>What the central PoP does when one that was evicted comes back.</summary>
    public void Return(string name, Departures departures)
    {
        if (records.Find(name) is { State: PopState.Evicted } pop && departures.Open.All(departure => departure.Pop != name)) Put(pop with { State = PopState.Joining });
    }

    /// <summary>What a PoP does that has everything; again and again, because its record may come later.</summary>
    public void Activate()
    {
        if (records.Find(self.Name) is { State: PopState.Joining } pop) Put(pop with { State = PopState.Active });
    }

    private void Put(PopInfo pop)
    {
        self.Cluster.Simulation.Say($"{self.Name}: {pop.Name} is {pop.State}");
        _ = records.PutAsync(pop, CancellationToken.None).AsTask();
    }

    private PopState StateOf(string name) => records.Find(name)?.State ?? PopState.Active;
}
