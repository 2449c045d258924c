using Gateway.Crdt;
using Gateway.Replication.Messages;
using Gateway.Replication.Replica;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace Gateway.Replication.AntiEntropy;

/// <summary>Merges the units of a frame: a unit that does not fit is counted and passed over, the others are merged.</summary>
/// <param name="replica">The data.</param>
/// <param name="peer">Who sent them.</param>
internal sealed class UnitTaker(IReplica replica, string peer)
{
    /// <summary>Merges units.</summary>
    /// <exception cref="InvalidDataException">The frame does not keep to the form.</exception>
    public TakenUnits Take(RepeatedField<Unit> units, RepeatedField<ByteString> tables)
    {
        if (units.Count == 0) return default;
        UInt128[] ids = FrameTables.Read(tables);
        List<IncomingUnit> incoming = new(units.Count);
        long refused = 0;
        foreach (Unit unit in units)
        {
            try
            {
                incoming.Add(UnitCodec.Read(unit, ids, peer));
            }
            catch (DocumentFault)
            {
                refused += unit.Changes.Count;
            }
        }

        UnitOutcome[] outcomes = new UnitOutcome[incoming.Count];
        long sequence = replica.Apply(incoming.ToArray(), outcomes);
        long applied = 0;
        long unknown = 0;
        for (int i = 0; i < outcomes.Length; i++)
        {
            int changes = incoming[i].Changes.Count;
            if (outcomes[i].Kind is UnitOutcomeKind.Applied or UnitOutcomeKind.AlreadySeen) applied += changes;
            else if (outcomes[i].Kind == UnitOutcomeKind.TableUnknown) unknown += changes;
            else refused += changes;
        }

        return new TakenUnits(applied, refused, unknown, sequence);
    }
}
