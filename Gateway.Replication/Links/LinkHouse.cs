using System.Collections.Concurrent;
using Gateway.Crdt.Time;
using Gateway.Replication.AntiEntropy;
using Gateway.Replication.Bookmarks;
using Gateway.Replication.Eviction;
using Gateway.Replication.Messages;
using Gateway.Replication.Receiving;
using Gateway.Replication.Replica;
using Gateway.Replication.Shipping;
using Gateway.Replication.Stability;
using Gateway.Storage.Commit;
using Gateway.Storage.Log;

namespace Gateway.Replication.Links;

/// <summary>What all links of a PoP share.</summary>
internal sealed record LinkHouse
{
    public required string Cluster { get; init; }

    public required PopProfile Self { get; init; }

    public required IReplica Replica { get; init; }

    public required ChangeLog Log { get; init; }

    public required CommitLoop Commits { get; init; }

    public required PullJournal Journal { get; init; }

    public required AckJournal Acks { get; init; }

    public required Quarantine Quarantine { get; init; }

    public required StabilityTracker Stability { get; init; }

    public required DoubtJournal Doubts { get; init; }

    public required AppliedPositions Positions { get; init; }

    public required ReplicationOptions Options { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Behind which position the log of a PoP begins that was never read here, as each of those says from whom this PoP took over: at its beginning if none does; null while that is not known yet.</summary>
    public Func<string, IReadOnlyCollection<LogPosition>?> StartOf { get; set; } = _ => [];

    /// <summary>False while this PoP still takes over, or compares, what it follows: then nothing is stable here.</summary>
    public Func<bool> IsWhole { get; set; } = () => true;

    /// <summary>Names of everybody who counts for stability, without this PoP.</summary>
    public Func<IReadOnlyCollection<string>> Members { get; init; } = () => [];

    /// <summary>False while writes of a store that is gone may be at others and not here: then nothing more becomes stable here (ADR 26).</summary>
    public Func<bool> IsComplete { get; set; } = () => true;

    /// <summary>Takes documents that a PoP has sent which does not keep everything, to be merged once it is known what of them was removed elsewhere; false for what can be merged at once. Null for nobody.</summary>
    public Func<IncomingUnit, bool>? Hold { get; set; }

    /// <summary>Keeps in the store at once what is applied here of every replica: for what nobody will say again.</summary>
    public Action KeepApplied { get; set; } = () => { };

    /// <summary>Called when this PoP has joined, or come back: what is missing must be looked for at everybody.</summary>
    public Action? Doubted { get; set; }

    /// <summary>
    /// Called when a peer has refused this store because it is a copy, or an old state, or another machine has gone on from its past: with the last start of that machine, and up to where
    /// the logs of both are the same.
    /// </summary>
    public Action<ulong, long>? Forked { get; set; }

    /// <summary>The link of each peer that is open: one machine for each name.</summary>
    public ConcurrentDictionary<string, PeerLink> Open { get; } = new();

    /// <summary>When a second machine under a peer's name was refused last, by <see cref="Now"/>.</summary>
    public ConcurrentDictionary<string, long> Seconds { get; } = new();

    /// <summary>Whether this PoP has compared with all but one member since that one said that it enters anew; it asks for it first. By name, and the id that it has taken.</summary>
    public Func<string, ulong, bool> HasMet { get; set; } = (_, _) => true;

    /// <summary>Told of what an operator must know.</summary>
    public Action<string> Warn { get; set; } = _ => { };

    /// <summary>Peers that have taken this store for what it says it is, since it started.</summary>
    public ConcurrentDictionary<string, byte> TakenBy { get; } = new();

    /// <summary>Which PoP writes, or wrote, as which replica.</summary>
    public ConcurrentDictionary<ReplicaId, string> Owners { get; } = new();

    /// <summary>Milliseconds of a clock that only goes on, the same for all links.</summary>
    public long Now => Time.GetTimestamp() / (Time.TimestampFrequency / 1000);

    /// <summary>Numbers of this store's starts, and where the log ended then; the last one is this.</summary>
    public required IReadOnlyList<(ulong Number, long LogEnd)> Boots { get; set; }

    /// <summary>Adds a number, as a start does: who has acted on what another machine did is not who it was when that machine acted on it.</summary>
    public Action StartAnew { get; set; } = () => { };

    /// <summary>A member's profile; null for who is none, or no more.</summary>
    public required Func<string, PopProfile?> Member { get; init; }

    /// <summary>Members that are none any more, and those that were evicted and have come back.</summary>
    public Func<IReadOnlyCollection<Departure>> Departed { get; init; } = () => [];

    /// <summary>How often a PoP was evicted, whether or not it has come back: a store that has not acted on that must not be read.</summary>
    public Func<string, uint> EvictionsOf { get; init; } = _ => 0;

    /// <summary>Whether this PoP has all that others have of one that was evicted.</summary>
    public Func<string, bool> IsSettled { get; set; } = _ => true;

    /// <summary>Whether all that anybody has of a store that was removed is here.</summary>
    public Func<ReplicaId, bool> IsClosed { get; set; } = _ => false;

    /// <summary>Called when a PoP that was evicted wants to be a member again.</summary>
    public Action<string>? Returned { get; set; }

    /// <summary>What this PoP does when it was evicted itself; null for nothing.</summary>
    public TailReplay? Tail { get; set; }

    /// <summary>True while this store's own state must not reach others: it was evicted, and has not replayed its tail yet.</summary>
    public bool IsReplaying => Tail is { IsActive: true };

    /// <summary>The newest beacon of this PoP; null before the first.</summary>
    public Beacon? Beacon { get; set; }
}
