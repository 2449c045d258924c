using Gateway.Crdt.Documents;
using Gateway.Replication.Replica;

namespace Gateway.Replication.AntiEntropy;

/// <summary>Lists the items of a scope in a range of hashes, piece by piece.</summary>
/// <param name="replica">The data.</param>
/// <param name="rules">Which scope an item is of.</param>
internal sealed class ItemList(IReplica replica, IItemScopes rules)
{
    /// <summary>Reads a piece.</summary>
    /// <param name="scope">Which scope.</param>
    /// <param name="contents">Fingerprints of contents, in place of contexts.</param>
    /// <param name="from">The first hash.</param>
    /// <param name="to">The last hash, included.</param>
    /// <param name="after">Goes on behind this position; null to begin.</param>
    /// <param name="until">The last position that is wanted; null for all.</param>
    /// <param name="budget">How many documents may be looked at, at least 1; a table counts as one too. What is left of it afterwards.</param>
    /// <param name="items">Takes the items that show.</param>
    /// <returns>Where it ended because the budget did; null if all was read.</returns>
    public ItemPosition? Read(string scope, bool contents, uint from, uint to, ItemPosition? after, ItemPosition? until, ref int budget, List<ListedItem> items)
    {
        ItemPosition? last = after;
        bool isBegun = false;
        foreach (UInt128 table in replica.Tables.Order())
        {
            if (after is { } begun && table < begun.Table) continue;
            if (until is { } end && table > end.Table) break;
            if (!rules.MayHold(table, scope)) continue;
            if (after?.Table != table) last = new ItemPosition(table, 0, default); // before its first item
            if (isBegun && --budget <= 0) return last;
            isBegun = true;
            ItemKey? behind = after is { Key.Bytes.Length: > 0 } there && there.Table == table ? there.Key : null;
            foreach (IncomingChange change in replica.Scan(table, from, to, behind))
            {
                if (change.Fragment is not Fragment.OfDocument { Document: var document } || rules.HashOf(table, document.Key.Bytes) is not { } hash) continue;
                if (budget <= 0) return last;
                ItemPosition at = new(table, hash, document.Key);
                if (until is { } bound && at.CompareTo(bound) > 0) return null;
                budget--;
                last = at;
                if (BucketFingerprints.ContextOf(document) is not { } context || rules.ScopeOf(table, document.Key.Bytes) != scope) continue;
                items.Add(new ListedItem(at, context, contents ? ItemFingerprint.OfContent(table, document) : ItemFingerprint.Of(table, document.Key.Bytes, context)));
            }
        }

        return null;
    }
}
