using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Benchmarks.Crdt;

/// <summary>The item that the figures are about: 10 attributes, 400 bytes as DynamoDB counts, put at one PoP, three attributes edited since.</summary>
internal sealed class SampleItem
{
    public SampleItem()
    {
        Value item = Value.Map(
            ("balance", Value.Number("1234.56")),
            ("city", Value.String("San Francisco")),
            ("email", Value.String("somebody.somewhere@example.com")),
            ("notes", Value.String(new string('n', 180))),
            ("orders", Value.Number(42)),
            ("session", Value.String("0f8fad5b-d9cb-469f-a165-70867728950e")),
            ("status", Value.String("active")),
            ("tags", Value.StringSet("blue", "green", "large")),
            ("updated", Value.String("2026-11-22T06:00:00.000Z")),
            ("verified", Value.Boolean(true)));
        SizeBytes = item.SizeBytes;
        Document document = Write(Document.Empty(Key), new DocumentEdit.PutItem(item), 0, 1);
        document = Write(document, new DocumentEdit.Assign("status", Value.String("paused")), 60_000, 1);
        document = Write(document, new DocumentEdit.Increment("orders", 1), 90_000, 2);
        document = Write(document, new DocumentEdit.Assign("updated", Value.String("2026-11-22T06:01:30.000Z")), 120_000, 2);
        Document = document;
        Encoded = DocumentCodec.Encode(document, Replicas);
        OneAttribute = EditPlanner.Plan(document, [new DocumentEdit.Touch(), new DocumentEdit.Assign("city", Value.String("Los Angeles"))], At(200_000, 3));
        OneIncrement = EditPlanner.Plan(document, [new DocumentEdit.Increment("orders", 1)], At(200_000, 3));
        EncodedDelta = DeltaCodec.Encode(OneAttribute, Replicas);
        Document.Apply(OneAttribute, out Document changed);
        EncodedChanged = DocumentCodec.Encode(changed, Replicas);
    }

    public static ItemKey Key { get; } = new("table1|user#4711"u8.ToArray());

    public ReplicaTable Replicas { get; } = new();

    public int SizeBytes { get; }

    public Document Document { get; }

    public byte[] Encoded { get; }

    /// <summary>SET of one attribute at another PoP.</summary>
    public Delta OneAttribute { get; }

    /// <summary>An increment of one attribute at another PoP.</summary>
    public Delta OneIncrement { get; }

    public byte[] EncodedDelta { get; }

    /// <summary>The document with <see cref="OneAttribute"/>.</summary>
    public byte[] EncodedChanged { get; }

    public static Stamp At(int milliseconds, ulong replica) => new(HlcTime.At(1_795_000_000_000 + milliseconds), new ReplicaId(replica * 0x9E3779B97F4A7C15));

    private static Document Write(Document document, DocumentEdit edit, int milliseconds, ulong replica)
    {
        document.Apply(EditPlanner.Plan(document, [edit], At(milliseconds, replica)), out Document result);
        return result;
    }
}
