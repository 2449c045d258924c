using Gateway.Simulation.Tests.Pops;
using Gateway.Simulation.Tests.Workload;

namespace Gateway.Simulation.Tests.Audit;

/// <summary>Holds what was acknowledged, and where it is known to be durable.</summary>
internal sealed class Ledger(Cluster cluster)
{
    private readonly List<Claim> claims = [];
    private readonly Dictionary<string, Claim> tags = [];
    private readonly Dictionary<ItemName, Claim> births = [];

    /// <summary>What they were told was of a disk that is another one now.</summary>
    private readonly HashSet<LinkRunner> outdated = [];

    public IReadOnlyList<Claim> Claims => claims;

    /// <summary>Acknowledged effects.</summary>
    public int Acknowledged => claims.Count(claim => claim.State == ClaimState.Acknowledged);

    /// <summary>A request is sent.</summary>
    public IReadOnlyList<Claim> Send(PlannedRequest request, SimulatedPop pop)
    {
        List<Claim> made = [];
        foreach (Effect effect in request.Effects)
        {
            Claim claim = new(effect, pop.Machine);
            claims.Add(claim);
            made.Add(claim);
            if (effect is Effect.Tag tag) tags[tag.Marker] = claim;
            else if (effect is Effect.Birth birth) births[birth.Item] = claim;
            else if (effect is Effect.Untag untag && tags.TryGetValue(untag.Marker, out Claim? added)) added.IsTakenBack = true;
            else if (effect is Effect.Death death && births.TryGetValue(death.Item, out Claim? born)) born.IsTakenBack = true;
        }

        return made;
    }

    /// <summary>Its answer is here.</summary>
    public void Answer(IReadOnlyList<Claim> answered, SimulatedPop pop, int status)
    {
        foreach (Claim claim in answered)
        {
            if (status == 200) claim.State = ClaimState.Acknowledged;
            else if (status == 400) claim.State = ClaimState.Refused;
            claim.Sequence = pop.Process!.Commits.DurableSequence;
            if (claim.State != ClaimState.Refused) continue;
            if (claim.Effect is Effect.Untag untag && tags.TryGetValue(untag.Marker, out Claim? added)) added.IsTakenBack = false;
            if (claim.Effect is Effect.Death death && births.TryGetValue(death.Item, out Claim? born)) born.IsTakenBack = false;
        }
    }

    /// <summary>Learns who has what, before a disk is lost.</summary>
    public void Learn()
    {
        foreach (SimulatedPop source in cluster.Running)
        {
            foreach ((string peer, LinkRunner link) in source.Process!.Links)
            {
                if (outdated.Contains(link)) continue;
                bool hasScoped = cluster.Find(peer) is { } other && Scopes.Holds(other); // it acknowledges the log, also where nothing of it was sent
                foreach (Claim claim in claims.Where(claim => claim.Pop == source.Name && claim.State == ClaimState.Acknowledged && claim.Sequence <= link.Link.Acknowledged && (hasScoped || !claim.IsScoped))) claim.Holders.Add(peer);
            }
        }
    }

    /// <summary>The disk of a PoP holds only what it held when the PoP's log ended at a sequence.</summary>
    public void Lose(SimulatedPop pop, long sequence)
    {
        outdated.UnionWith(cluster.Running.SelectMany(source => source.Process!.Links.Values).Where(link => link.Link.Peer.Name == pop.Name));
        foreach (Claim claim in claims)
        {
            if (claim.Pop == pop.Name && claim.Sequence <= sequence && claim.State == ClaimState.Acknowledged) continue;
            claim.Holders.Remove(pop.Name);
            if (claim.Pop == pop.Name) claim.IsAway = true;
            if (claim.Holders.Count == 0) claim.IsLost = true;
        }
    }
}
