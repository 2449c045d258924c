using Gateway.Crdt.Time;
using Gateway.Replication.Links;
using Gateway.Replication.Messages;

namespace Gateway.Replication.Eviction;

/// <summary>
/// Sees to it that the others go on without a member only when nothing can come from it any more, and everybody has what anybody has of it: first all remaining members say
/// that they take nothing from it; then this PoP compares with all of them. Only then does stability stop waiting, and may a PoP that was evicted come back.
/// </summary>
/// <remarks>No threads: called in the PoP's own steps. Reasons: ADR 35.</remarks>
/// <param name="house">What links share.</param>
/// <param name="journal">What was settled before.</param>
internal sealed class Departures(LinkHouse house, DepartureJournal journal)
{
    private readonly Lock gate = new();
    private readonly HashSet<Departure> told = [];
    private readonly HashSet<Departure> met = [];
    private HashSet<Departure> settled = [];
    private IReadOnlyCollection<Departure> seen = [];

    /// <summary>Those that are not settled yet. Safe for any thread.</summary>
    public IReadOnlyCollection<Departure> Open
    {
        get
        {
            lock (gate) return [.. house.Departed().Where(departure => !IsSettled(departure))];
        }
    }

    /// <summary>What the next beacon says: departures that were known when the last one was made, since when no link took anything of them.</summary>
    public IEnumerable<Gone> Tell()
    {
        lock (gate)
        {
            IReadOnlyCollection<Departure> now = house.Departed();
            foreach (Departure departure in now.Except(seen).Where(departure => !IsSettled(departure))) house.Stability.Forget(departure.Pop);
            foreach (Departure departure in now.Intersect(seen).Where(departure => !departure.IsBack)) told.Add(departure);
            seen = now;
            told.IntersectWith(now);
            return [.. told.Select(Describe)];
        }
    }

    /// <summary>Does what is due.</summary>
    /// <param name="members">The remaining members, without this PoP.</param>
    /// <returns>True if stability may go on without all that have departed.</returns>
    public bool Step(IReadOnlyCollection<string> members)
    {
        bool isOpen = false;
        bool mustCompare = false;
        lock (gate)
        {
            foreach (Departure departure in house.Departed())
            {
                if (IsSettled(departure))
                {
                    Close(departure);
                    continue;
                }

                isOpen = true;
                if (!departure.IsBack && (!told.Contains(departure) || !members.All(member => house.Stability.HasGone(member, departure)))) continue;
                if (met.Add(departure)) mustCompare = true;
                else if (house.IsWhole() && house.IsComplete()) Settle(departure);
            }
        }

        if (mustCompare) house.Doubted?.Invoke();
        return !isOpen;
    }

    /// <summary>
    /// A member that was removed never comes back, and all that anybody has of it is here: without this its last writes, which lie above its last beacon, would never be
    /// stable, and what they removed never forgotten. One that was evicted writes its tail anew, and asks what of it is applied: that must stay as it was told.
    /// </summary>
    private void Close(Departure departure)
    {
        if (departure.IsBack || departure.Evictions > 0 || house.Beacon is not { } beacon) return;
        ReplicaId[] replicas = [.. ReplicasOf(departure.Pop).Union(house.Stability.ReplicasOf(departure))];
        if (house.Departed().Contains(departure)) house.Stability.Close(replicas, new HlcTime(beacon.Floor)); // else one of its name is a member again, and these may be its ids
    }

    private Gone Describe(Departure departure)
    {
        Gone gone = new() { Pop = departure.Pop, Epoch = departure.Epoch, Evictions = departure.Evictions };
        gone.Replicas.AddRange(ReplicasOf(departure.Pop).Select(replica => replica.Value));
        return gone;
    }

    private IEnumerable<ReplicaId> ReplicasOf(string pop)
    {
        IEnumerable<ReplicaId> owned = house.Owners.Where(owner => owner.Value == pop).Select(owner => owner.Key);
        return house.Journal.Find(pop) is { } read ? owned.Append(new ReplicaId(read.Replica)).Distinct() : owned;
    }

    private bool IsSettled(Departure departure)
    {
        if (settled.Contains(departure)) return true;
        if (!journal.IsSettled(departure)) return false;
        settled = [.. settled, departure];
        return true;
    }

    private void Settle(Departure departure)
    {
        journal.Settle(departure);
        settled = [.. settled, departure];
        met.Remove(departure);
    }
}
