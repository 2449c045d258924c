namespace Gateway.Replication.AntiEntropy;

/// <summary>A range of hashes whose items are still to be compared.</summary>
/// <param name="Scope">Of which scope.</param>
/// <param name="IsListedOnly">This PoP does not follow all of the scope: the peer answers only for what is listed.</param>
/// <param name="From">The first hash.</param>
/// <param name="To">The last hash, included.</param>
/// <param name="After">So far it is done; null from the beginning.</param>
/// <param name="Leaves">How many buckets it has.</param>
internal readonly record struct RangeJob(string Scope, bool IsListedOnly, uint From, uint To, ItemPosition? After, int Leaves);
