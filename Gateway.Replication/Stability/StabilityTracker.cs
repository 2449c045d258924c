using Gateway.Crdt.Time;
using Gateway.Replication.Eviction;
using Gateway.Replication.Messages;

namespace Gateway.Replication.Stability;

/// <summary>Knows how far every member has come, and what is stable because of it.</summary>
/// <remarks>
/// A stamp is stable here when every member has applied it, and what a member wrote before it had done so is applied here: a member's word counts once its
/// log is applied here up to where it was given. Safe for several threads. Source: DOCUMENT 4.8, ADR 5, docs/replication.md.
/// </remarks>
public sealed class StabilityTracker
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Word> words = [];
    private Context applied = Context.Empty;
    private Context here = Context.Empty;
    private Context everywhere = Context.Empty;
    private ReplicaId[] own = [];
    private IReadOnlyCollection<string> counted = [];

    /// <summary>Per replica the time up to which all its stamps are applied here.</summary>
    public Context Applied
    {
        get
        {
            lock (gate) return applied;
        }
    }

    /// <summary>What is stable here.</summary>
    public Context Here
    {
        get
        {
            lock (gate) return here;
        }
    }

    /// <summary>The lowest time up to which the stamps of those who write now are stable here; zero while nothing is. Who is gone, and ids that were given up, say nothing any more: they would hold it for ever.</summary>
    public HlcTime Lowest
    {
        get
        {
            lock (gate)
            {
                HlcTime lowest = HlcTime.Max;
                foreach (ReplicaId replica in own.Concat(counted.SelectMany(member => words.TryGetValue(member, out Word? word) ? word.Replicas : [])))
                {
                    HlcTime time = here[replica];
                    if (time < lowest) lowest = time;
                }

                return here.Count == 0 || lowest == HlcTime.Max ? HlcTime.Zero : lowest;
            }
        }
    }

    /// <summary>What every member has declared stable.</summary>
    public Context Everywhere
    {
        get
        {
            lock (gate) return everywhere;
        }
    }

    /// <summary>Goes on from what was known before a restart.</summary>
    public void Resume(Context appliedBefore, Context stableHere, Context stableEverywhere)
    {
        lock (gate)
        {
            applied = applied.Union(appliedBefore);
            here = here.Union(stableHere);
            everywhere = everywhere.Union(stableEverywhere);
        }
    }

    /// <summary>This store's own stamps up to a time all exist.</summary>
    public void Own(IEnumerable<ReplicaId> replicas, HlcTime floor)
    {
        lock (gate)
        {
            own = [.. replicas];
            Raise(own, floor);
        }
    }

    /// <summary>A member's word, whose log is applied here up to where it was given.</summary>
    /// <param name="member">Who.</param>
    /// <param name="beacon">What it said.</param>
    public void Hear(string member, Beacon beacon)
    {
        lock (gate)
        {
            ReplicaId[] replicas = [.. beacon.Replicas.Select(replica => new ReplicaId(replica))];
            Raise(replicas, new HlcTime(beacon.Floor));
            words[member] = new Word(replicas, ContextCodec.Read(beacon.Applied), ContextCodec.Read(beacon.Stable), beacon.Milliseconds, [.. beacon.Gone]);
        }
    }

    /// <summary>What a member had said counts no more: it is none, or comes back as a new one.</summary>
    public void Forget(string member)
    {
        lock (gate) words.Remove(member);
    }

    /// <summary>Nothing of others counts as applied any more: this store takes everything over anew.</summary>
    public void Reset()
    {
        lock (gate)
        {
            words.Clear();
            applied = Context.Empty;
        }
    }

    /// <summary>Whether a member's last word says that it takes nothing any more of one that has departed.</summary>
    /// <param name="member">Whose word.</param>
    /// <param name="departure">Who has departed.</param>
    /// <param name="isSettled">And that it has settled that.</param>
    public bool HasGone(string member, Departure departure, bool isSettled = false)
    {
        lock (gate)
        {
            return words.TryGetValue(member, out Word? word)
                && word.Gone.Any(gone => gone.Pop == departure.Pop && (gone.Settled || !isSettled) && (gone.Epoch > departure.Epoch || (gone.Epoch == departure.Epoch && gone.Evictions >= departure.Evictions)));
        }
    }

    /// <summary>The ids under which one that has departed wrote, as members say.</summary>
    public IReadOnlyCollection<ReplicaId> ReplicasOf(Departure departure)
    {
        lock (gate)
        {
            return [.. words.Values.SelectMany(word => word.Gone).Where(gone => gone.Pop == departure.Pop && gone.Epoch == departure.Epoch).SelectMany(gone => gone.Replicas).Select(replica => new ReplicaId(replica)).Distinct()];
        }
    }

    /// <summary>All that replicas wrote, and that anybody has, is applied here: nothing comes from them any more.</summary>
    /// <param name="replicas">Whose stores are gone.</param>
    /// <param name="floor">A time of this store's clock; their stamps that are here are earlier.</param>
    public void Close(IEnumerable<ReplicaId> replicas, HlcTime floor)
    {
        lock (gate) Raise(replicas, floor);
    }

    /// <summary>The latest time, by its own clock, at which any member knew a replica to be there; 0 if that is not known. In milliseconds since 1970.</summary>
    public long LastSign(IEnumerable<ReplicaId> replicas)
    {
        lock (gate)
        {
            long last = 0;
            foreach (ReplicaId replica in replicas)
            {
                last = Math.Max(last, applied[replica].Milliseconds);
                foreach (Word word in words.Values) last = Math.Max(last, word.Applied[replica].Milliseconds);
            }

            return last;
        }
    }

    /// <summary>Finds what is stable now.</summary>
    /// <param name="members">Everybody who counts, without this PoP.</param>
    /// <returns>True if more is stable than before.</returns>
    public bool Settle(IReadOnlyCollection<string> members)
    {
        lock (gate)
        {
            counted = members;
            Context nowHere = applied;
            Context nowEverywhere = here;
            foreach (string member in members)
            {
                if (!words.TryGetValue(member, out Word? word)) return false;
                nowHere = nowHere.Intersect(word.Applied);
                nowEverywhere = nowEverywhere.Intersect(word.Stable);
            }

            // Each only grows: what was stable once stays so, also when a member comes that knows less.
            Context grownHere = here.Union(nowHere);
            Context grownEverywhere = everywhere.Union(nowEverywhere);
            bool hasGrown = !grownHere.Equals(here) || !grownEverywhere.Equals(everywhere);
            here = grownHere;
            everywhere = grownEverywhere;
            return hasGrown;
        }
    }

    /// <summary>When each member last gave its word, by its own clock, in milliseconds since 1970.</summary>
    public IReadOnlyDictionary<string, long> Heard()
    {
        lock (gate) return words.ToDictionary(word => word.Key, word => word.Value.Milliseconds);
    }

    private void Raise(IEnumerable<ReplicaId> replicas, HlcTime floor)
    {
        foreach (ReplicaId replica in replicas) applied = applied.With(new Stamp(floor, replica));
    }

    private sealed record Word(ReplicaId[] Replicas, Context Applied, Context Stable, long Milliseconds, IReadOnlyList<Gone> Gone);
}
