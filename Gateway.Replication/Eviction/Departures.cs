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
    private volatile IReadOnlySet<ReplicaId> closed = journal.Closed();
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

    /// <summary>Whether all that was written under an id, and that anybody has, is here, because it was removed. Safe for any thread.</summary>
    public bool IsClosed(ReplicaId replica) => closed.Contains(replica);

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
                    if (IdsOf(departure) is { } ids && !closed.IsSupersetOf(ids)) Settle(departure); // that the others have learned since
                    continue;
                }

                isOpen = true;
                if (!departure.IsBack && (!told.Contains(departure) || !members.All(member => house.Stability.HasGone(member, departure)))) continue;
                if (met.Add(departure)) mustCompare = true;
                else if (house.IsWhole() && house.IsComplete()) Settle(departure);
            }
        }

        // Again and again: what they wrote last may bear a time that is still to come here.
        if (house.Beacon is { } beacon) house.Stability.Close(closed, new HlcTime(beacon.Floor));
        if (mustCompare) house.Doubted?.Invoke();
        return !isOpen;
    }

    /// <summary>Whether all members have settled that one of this name was removed: then another may bear it. Safe for any thread.</summary>
    /// <param name="pop">The name.</param>
    /// <param name="members">The remaining members, without this PoP.</param>
    /// <returns>Who has not; null if all have.</returns>
    public string? AwaitedFor(string pop, IReadOnlyCollection<string> members)
    {
        if (house.Departed().FirstOrDefault(departure => departure.Pop == pop) is not { } departure) return null;
        if (Open.Contains(departure)) return house.Self.Name;
        return members.FirstOrDefault(member => !house.Stability.HasGone(member, departure, isSettled: true));
    }

    /// <summary>
    /// A member that was removed never comes back, and all that anybody has of it is here: without this its last writes, which lie above its last beacon, would never be
    /// stable, and what they removed never forgotten. One that was evicted writes its tail anew, and asks what of it is applied: that must stay as it was told.
    /// </summary>
    private IReadOnlyCollection<ReplicaId>? IdsOf(Departure departure) =>
        departure.IsBack || departure.Evictions > 0 ? null : [.. ReplicasOf(departure).Union(house.Stability.ReplicasOf(departure))];

    private Gone Describe(Departure departure)
    {
        Gone gone = new() { Pop = departure.Pop, Epoch = departure.Epoch, Evictions = departure.Evictions, Settled = IsSettled(departure) };
        gone.Replicas.AddRange(ReplicasOf(departure).Select(replica => replica.Value));
        return gone;
    }

    private HashSet<ReplicaId> ReplicasOf(Departure departure)
    {
        HashSet<ReplicaId> owned = [.. house.Owners.Where(owner => owner.Value == departure.Pop).Select(owner => owner.Key)];
        if (house.Journal.Find(departure.Pop) is { } read) owned.Add(new ReplicaId(read.Replica));
        return house.Departed().Contains(departure) ? owned : []; // else one of its name is a member again, and these may be its ids
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
        IReadOnlyCollection<ReplicaId> ids = IdsOf(departure) ?? [];
        journal.Settle(departure, ids);
        closed = new HashSet<ReplicaId>(closed.Union(ids));
        settled = [.. settled, departure];
        met.Remove(departure);
    }
}
