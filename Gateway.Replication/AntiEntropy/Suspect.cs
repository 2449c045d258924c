using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;

namespace Gateway.Replication.AntiEntropy;

/// <summary>An item that differed when it was listed.</summary>
/// <param name="Table">The table's id.</param>
/// <param name="Key">Which item.</param>
/// <param name="MineThen">What was merged of it here; null if it did not show here.</param>
/// <param name="YoursThen">What the peer had merged; null if it did not say.</param>
/// <param name="Since">When that was, in milliseconds.</param>
internal readonly record struct Suspect(UInt128 Table, ItemKey Key, Context? MineThen, Context? YoursThen, long Since);
