using BenchmarkDotNet.Attributes;
using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Benchmarks.Crdt;

/// <summary>The hot paths of a write, a read and a merge, each on one core.</summary>
[MemoryDiagnoser]
public class DocumentBenchmarks
{
    private readonly SampleItem sample = new();
    private readonly DocumentEdit[] update = [new DocumentEdit.Touch(), new DocumentEdit.Assign("city", Value.String("Los Angeles"))];
    private readonly Stamp next = SampleItem.At(300_000, 3);

    /// <summary>Bytes and a decoded delta in, bytes out: the store's path for a delta of another PoP.</summary>
    [Benchmark]
    public byte[] JoinDeltaIntoBytes()
    {
        DocumentCodec.Apply(SampleItem.Key, sample.Encoded, sample.OneAttribute, out byte[] result, sample.Replicas);
        return result;
    }

    /// <summary>The same with the delta's own decoding, checked as a stranger's is.</summary>
    [Benchmark]
    public byte[] DecodeAndJoinDeltaIntoBytes()
    {
        DocumentCodec.Apply(SampleItem.Key, sample.Encoded, DeltaCodec.DecodeForeign(sample.EncodedDelta, sample.Replicas), out byte[] result, sample.Replicas);
        return result;
    }

    [Benchmark]
    public byte[] JoinIncrementIntoBytes()
    {
        DocumentCodec.Apply(SampleItem.Key, sample.Encoded, sample.OneIncrement, out byte[] result, sample.Replicas);
        return result;
    }

    /// <summary>Two whole documents, as anti-entropy joins them.</summary>
    [Benchmark]
    public byte[] JoinBytesWithBytes() => DocumentCodec.Join(SampleItem.Key, sample.Encoded, sample.EncodedChanged, sample.Replicas);

    /// <summary>What a read does: the visible item from the bytes, and one attribute of it.</summary>
    [Benchmark]
    public int ReadVisible()
    {
        DocumentCodec.ReadVisible(sample.Encoded).TryGetMember("status"u8, out Value status);
        return status.Bytes.Length;
    }

    /// <summary>The visible item from the bytes, and every name and value of it looked at.</summary>
    [Benchmark]
    public int ReadVisibleWhole()
    {
        int bytes = 0;
        foreach (ValueEntry entry in DocumentCodec.ReadVisible(sample.Encoded)) bytes += entry.NameBytes.Length + entry.Value.Bytes.Length;
        return bytes;
    }

    [Benchmark]
    public byte[] Encode() => DocumentCodec.Encode(sample.Document, sample.Replicas);

    [Benchmark]
    public Document Decode() => DocumentCodec.Decode(SampleItem.Key, sample.Encoded, sample.Replicas);

    /// <summary>A local UpdateItem: bytes in, planned, applied, delta and document as bytes out.</summary>
    [Benchmark]
    public int PlanApplyEncode()
    {
        Document document = DocumentCodec.Decode(SampleItem.Key, sample.Encoded, sample.Replicas);
        Delta delta = EditPlanner.Plan(document, update, next);
        document.Apply(delta, out Document after);
        return DocumentCodec.Encode(after, sample.Replicas).Length + DeltaCodec.Encode(delta, sample.Replicas).Length;
    }

    [Benchmark]
    public UInt128 Hash() => DocumentHash.Of(sample.Encoded);
}
