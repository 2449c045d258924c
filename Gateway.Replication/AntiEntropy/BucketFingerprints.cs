using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Replication.Replica;

namespace Gateway.Replication.AntiEntropy;

/// <summary>Per scope and bucket the sum of the fingerprints of all items that show, kept on every write: two PoPs with equal sums hold the same items. Safe for many threads.</summary>
/// <remarks>Why contexts are hashed, and only of items that show: ADR 24. The sums are in memory only; <see cref="Step"/> counts them after a start.</remarks>
/// <param name="replica">The data.</param>
/// <param name="rules">Which scope an item is of.</param>
public sealed class BucketFingerprints(IReplica replica, IItemScopes rules) : IDisposable
{
    /// <summary>After a count that was made in doubt, the next one waits so long.</summary>
    private const long RecountMilliseconds = 600_000;
    private const int DoubtsMax = 1024;

    private readonly Lock gate = new();
    private State state = State.Begin(replica, rules);
    private readonly Dictionary<(string Scope, int Level, uint Node), UInt128> doubts = [];
    private long? recountedAt;

    /// <summary>True once everything is counted.</summary>
    public bool IsReady => Volatile.Read(ref state).Count is null;

    /// <summary>How often counting began: 1 after a start.</summary>
    public int Counts { get; private set; } = 1;

    /// <summary>The scopes in which something is or was, in the order of their names.</summary>
    public IReadOnlyList<string> Scopes => [.. Volatile.Read(ref state).Sums.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What counts of a document: its context if it shows, else nothing.</summary>
    public static Context? ContextOf(Document? document) => document is { IsVisible: true } ? document.Context : null;

    /// <summary>A document has changed. Called under the item's lock, shortly before or after the change becomes visible to scans.</summary>
    /// <param name="scope">The scope that the rules give the item.</param>
    /// <param name="hash">The hash of its partition key.</param>
    /// <param name="table">The table's id.</param>
    /// <param name="itemKey">Which item.</param>
    /// <param name="before">What it had merged; null if there was none, or it did not show (<see cref="ContextOf"/>).</param>
    /// <param name="after">What it has merged now; null if there is none any more, or it does not show.</param>
    public void Change(string scope, uint hash, UInt128 table, ReadOnlySpan<byte> itemKey, Context? before, Context? after)
    {
        State now = Volatile.Read(ref state);
        if (now.Count is { } count) count.Change(scope, hash, table, itemKey, before, after);
        else now.Sums.Change(scope, hash, table, itemKey, before, after);
    }

    /// <summary>The sum of one node of a scope's tree.</summary>
    /// <param name="scope">The scope's name.</param>
    /// <param name="level">0 for all of it, 4 for one bucket.</param>
    /// <param name="node">Which of the 16^level nodes.</param>
    public BucketSum SumOf(string scope, int level, uint node)
    {
        if (!BucketTree.Has(level, node)) throw new ArgumentOutOfRangeException(nameof(node));
        int leaves = BucketTree.LeavesBelow(level);
        return Volatile.Read(ref state).Sums.TryGetValue(scope, out ScopeSums? sums) ? sums.SumOf((int)node * leaves, leaves) : default;
    }

    /// <summary>Counts on while not ready; bounded work.</summary>
    /// <param name="now">Milliseconds of a clock that only goes on.</param>
    /// <returns>When to call again; <see cref="long.MaxValue"/> when all is counted.</returns>
    public long Step(long now)
    {
        lock (gate)
        {
            State at = state;
            if (at.Count is not { } count) return long.MaxValue;
            long next = count.Step(now);
            if (!count.IsDone) return next;
            Volatile.Write(ref state, at with { Count = null });
            return long.MaxValue;
        }
    }

    /// <summary>Counts everything anew: the rules have changed, or a table with its items is gone.</summary>
    public void Restart()
    {
        lock (gate)
        {
            state.Count?.Dispose();
            Volatile.Write(ref state, State.Begin(replica, rules));
            Counts++;
        }
    }

    /// <summary>Ends a count that goes on: it holds snapshots of the store, which could not be closed. Nothing else may be called afterwards.</summary>
    public void Dispose()
    {
        lock (gate) state.Count?.Dispose();
    }

    /// <summary>A scan found other items in a node than its sum says. Found twice with the same difference, all is counted anew, unless that was done lately.</summary>
    internal void Doubt(string scope, int level, uint node, UInt128 difference, long now)
    {
        lock (gate)
        {
            if (!IsReady || (recountedAt is { } last && now - last < RecountMilliseconds)) return;
            (string, int, uint) place = (scope, level, node);
            bool isKnown = doubts.TryGetValue(place, out UInt128 before) && before == difference;
            if (!isKnown && doubts.Count >= DoubtsMax) doubts.Clear();
            doubts[place] = difference;
            if (!isKnown) return; // a write that is visible and not yet told looks the same, once
            recountedAt = now;
            doubts.Clear();
            Restart();
        }
    }

    /// <summary>Sums and how they are being counted, taken together: a writer that still has the old ones changes nothing of the new.</summary>
    private sealed record State(SumTable Sums, FingerprintCount? Count)
    {
        public static State Begin(IReplica replica, IItemScopes rules)
        {
            SumTable sums = new();
            return new State(sums, new FingerprintCount(replica, rules, sums));
        }
    }
}
