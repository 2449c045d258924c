using Gateway.Crdt.Time;

namespace Gateway.Replication.AntiEntropy;

/// <summary>An item that shows, as it stands in a list.</summary>
/// <param name="Position">Which one.</param>
/// <param name="Context">What its document has merged.</param>
/// <param name="Fingerprint">Of its context or of its content.</param>
internal readonly record struct ListedItem(ItemPosition Position, Context Context, UInt128 Fingerprint);
