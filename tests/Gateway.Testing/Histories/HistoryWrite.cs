using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;

namespace Gateway.Testing.Histories;

/// <summary>A write in a replica's log.</summary>
/// <param name="Bytes">The delta as it travels.</param>
/// <param name="ShadowDelta">The same write planned on the shadow.</param>
/// <param name="Past">What its replica knew when it was made.</param>
internal sealed record HistoryWrite(byte[] Bytes, Delta ShadowDelta, Context Past);
