using Gateway.DynamoCompat.Replication;
using Gateway.Replication.AntiEntropy;
using Gateway.Replication.Joining;
using Gateway.Replication.Membership;

namespace Gateway.Api.Wiring;

/// <summary>
/// Notices when this PoP comes to follow what it did not follow before: a table's scope, or its own groups or region, has changed. What is stable says nothing
/// about such items, so everything is taken over as by a new PoP. Not for several threads.
/// </summary>
internal sealed class FollowedTables(ReplicaPort port, Joiner joiner, BucketFingerprints fingerprints)
{
    private Dictionary<UInt128, string>? known;
    private string profile = "";

    /// <summary>Compares the rules with those of the last time.</summary>
    public void Look(PopInfo self)
    {
        string own = $"{self.Region} {string.Join(',', self.Groups)} {self.IsCentral}";
        Dictionary<UInt128, string> now = port.Tables.ToDictionary(table => table.Id, table => table.Scope.Text);
        bool isPartial = port.Tables.Any(table => table.IsPartial);
        bool hasChanged = known is not null && (own != profile || now.Any(table => known.TryGetValue(table.Key, out string? before) && before != table.Value));
        bool isLess = known is not null && known.Keys.Any(id => !now.ContainsKey(id));
        known = now;
        profile = own;
        bool mustTakeOver = (hasChanged || isPartial) && !self.IsCentral && joiner.IsWhole;
        if (hasChanged || isLess || mustTakeOver) fingerprints.Restart();
        if (mustTakeOver) joiner.Again();
    }
}
