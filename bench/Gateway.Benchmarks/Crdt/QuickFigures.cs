using System.Globalization;
using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;

namespace Gateway.Benchmarks.Crdt;

/// <summary>The headline figures in half a minute: many short batches on one thread, of which the median and the best are told.</summary>
internal static class QuickFigures
{
    public static void Print(TextWriter output)
    {
        SampleItem sample = new();
        sample.Document.Apply(sample.OneAttribute, out Document changed);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"item {sample.SizeBytes} bytes as DynamoDB counts; encoded {sample.Encoded.Length}, of these visible {sample.Document.Visible.Bytes.Length}; delta of one attribute {sample.EncodedDelta.Length}"));
        Figures.Measure(output, "join a delta into bytes", () => DocumentCodec.Apply(SampleItem.Key, sample.Encoded, sample.OneAttribute, out _, sample.Replicas));
        Figures.Measure(output, "the same, delta decoded and checked", () => DocumentCodec.Apply(SampleItem.Key, sample.Encoded, DeltaCodec.DecodeForeign(sample.EncodedDelta, sample.Replicas), out _, sample.Replicas));
        Figures.Measure(output, "join an increment into bytes", () => DocumentCodec.Apply(SampleItem.Key, sample.Encoded, sample.OneIncrement, out _, sample.Replicas));
        Figures.Measure(output, "join two documents as bytes", () => DocumentCodec.Join(SampleItem.Key, sample.Encoded, sample.EncodedChanged, sample.Replicas));
        Figures.Measure(output, "read the visible item, all of it", () => ReadAll(sample.Encoded));
        Figures.Measure(output, "encode", () => DocumentCodec.Encode(changed, sample.Replicas));
        Figures.Measure(output, "decode", () => DocumentCodec.Decode(SampleItem.Key, sample.Encoded, sample.Replicas));
        Figures.Measure(output, "hash", () => DocumentHash.Of(sample.Encoded));
    }

    private static int ReadAll(byte[] encoding)
    {
        int bytes = 0;
        foreach (ValueEntry entry in DocumentCodec.ReadVisible(encoding)) bytes += entry.NameBytes.Length + entry.Value.Bytes.Length;
        return bytes;
    }
}
