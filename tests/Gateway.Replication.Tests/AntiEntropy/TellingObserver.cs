using Gateway.Crdt.Time;
using Gateway.Replication.AntiEntropy;

namespace Gateway.Replication.Tests.AntiEntropy;

/// <summary>Tells sums of changes at once, or only when asked: a writer that was interrupted between making its write visible and telling of it.</summary>
internal sealed class TellingObserver(BucketFingerprints sums, bool isLate)
{
    private readonly Queue<Action> held = new();

    public void Change(string scope, uint hash, UInt128 table, byte[] key, Context? before, Context? after)
    {
        if (isLate) held.Enqueue(() => sums.Change(scope, hash, table, key, before, after));
        else sums.Change(scope, hash, table, key, before, after);
    }

    public void Tell()
    {
        while (held.TryDequeue(out Action? change)) change();
    }
}
