using Gateway.Api.Wiring;
using Gateway.DynamoCompat;
using Gateway.Replication.Eviction;
using Gateway.Replication.Membership;
using Gateway.Replication.Replica;

namespace Gateway.Simulation.Tests.Pops;

#pragma warning disable CA1001 // it ends with the tables that it listens to

/// <summary>Whom a PoP takes for a member: those of whom the records that have come to it say so; or all that there are, but those that are evicted by these records.</summary>
internal sealed class SimulatedMembers
{
    private readonly SimulatedPop self;
    private readonly MembershipRecords records;

    public SimulatedMembers(SimulatedPop self, DynamoFace face, Action onChanged)
    {
        this.self = self;
        records = new MembershipRecords(face.SystemTable);
        if (self.Cluster.HasMemberRecords) records.Changed += onChanged;
    }

    /// <summary>Who counts, without this PoP.</summary>
    public IReadOnlyCollection<string> Names => [.. Others.Where(other => IsMember(other.Name)).Select(other => other.Name)];

    /// <summary>Whom tables are to know, this PoP among them.</summary>
    public IEnumerable<SimulatedPop> Counted => self.Cluster.HasMemberRecords ? self.Cluster.Pops.Where(pop => pop.Name == self.Name || IsMember(pop.Name)) : self.Cluster.Members;

    /// <summary>Who may be linked with this PoP: also who was evicted, and has to learn that.</summary>
    public IEnumerable<string> Reachable => Others.Where(other => Takes(other.Name)).Select(other => other.Name);

    /// <summary>Who does not count, or has come back.</summary>
    public IReadOnlyCollection<Departure> Departed => self.Cluster.HasMemberRecords
        ? [.. Others.Select(other => InfoOf(other.Name)).OfType<PopInfo>().Where(pop => !pop.IsMember || pop.Evictions > 0).Select(DepartureOf)]
        : [.. self.Cluster.Pops.Where(pop => pop.IsRemoved).Select(pop => new Departure(pop.Name, 1, 0)), .. Others.Select(other => records.Find(other.Name)).OfType<PopInfo>().Where(pop => pop.Evictions > 0).Select(DepartureOf)];

    /// <summary>True while the records say of this PoP itself that it is none.</summary>
    public bool IsAway => records.Find(self.Name) is { Evictions: > 0, State: not PopState.Active };

    /// <summary>What a PoP that joins is told.</summary>
    public IReadOnlyList<PopInfo> All => [.. self.Cluster.Pops.Select(pop => InfoOf(pop.Name)).OfType<PopInfo>()];

    private IEnumerable<SimulatedPop> Others => (self.Cluster.HasMemberRecords ? self.Cluster.Pops : self.Cluster.Members).Where(other => other.Name != self.Name);

    public PopProfile? Find(string name) => IsMember(name) ? Pop(name)?.Profile : null;

    /// <summary>Whether a connection of a PoP is taken.</summary>
    public bool Takes(string name) => !self.Cluster.HasMemberRecords || InfoOf(name) is { IsTaken: true };

    public uint EvictionsOf(string name) => records.Find(name)?.Evictions ?? 0;

    /// <summary>What the central PoP does with one that is silent.</summary>
    public void Evict(string name)
    {
        if (InfoOf(name) is { State: PopState.Active } known) Put(known with { State = PopState.Evicted, Evictions = known.Evictions + 1 });
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

    /// <summary>What the central PoP does when an operator adds a PoP or removes one.</summary>
    /// <param name="name">Which one.</param>
    /// <param name="state">Joining or leaving.</param>
    /// <param name="then">Called when that is durable.</param>
    public void Say(string name, PopState state, Action then)
    {
        PopInfo known = InfoOf(name) ?? New(name);
        PopInfo said = known with { State = state, Epoch = known.State == PopState.Leaving && state == PopState.Joining ? known.Epoch + 1 : known.Epoch };
        self.Cluster.Simulation.Say($"{self.Name}: {name} is {state}");
        _ = SayAsync(said, then);
    }

    private static Departure DepartureOf(PopInfo pop) => new(pop.Name, pop.Epoch, pop.Evictions, pop.IsMember);

    private static PopInfo New(string name) => new() { Name = name, Region = "", Address = "", State = PopState.Active };

    private async Task SayAsync(PopInfo said, Action then)
    {
        try
        {
            await records.PutAsync(said, CancellationToken.None);
            then();
        }
        catch (WireException)
        {
            // its clock is far off: the operator tries again
        }
    }

    private SimulatedPop? Pop(string name) => self.Cluster.HasMemberRecords ? self.Cluster.Pops.First(pop => pop.Name == name) : self.Cluster.Find(name);

    private PopInfo? InfoOf(string name) => records.Find(name) ?? self.Known.FirstOrDefault(known => known.Name == name) ?? (!self.Cluster.HasMemberRecords || Pop(name)!.IsFounder ? New(name) : null);

    private bool IsMember(string name) => InfoOf(name) is { IsMember: true };

    private void Put(PopInfo pop)
    {
        self.Cluster.Simulation.Say($"{self.Name}: {pop.Name} is {pop.State}");
        _ = records.PutAsync(pop, CancellationToken.None).AsTask();
    }
}
