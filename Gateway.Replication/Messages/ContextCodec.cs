using Gateway.Crdt.Time;
using Google.Protobuf.Collections;

namespace Gateway.Replication.Messages;

/// <summary>Contexts as messages carry them.</summary>
internal static class ContextCodec
{
    public static void Write(RepeatedField<Seen> target, Context context)
    {
        for (int i = 0; i < context.Count; i++) target.Add(new Seen { Replica = context.Replicas[i].Value, Time = context.Times[i].Ticks });
    }

    public static Context Read(IEnumerable<Seen> seen) => Context.Of(seen.Select(entry => new Stamp(new HlcTime(entry.Time), new ReplicaId(entry.Replica))));
}
