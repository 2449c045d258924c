using System.Diagnostics;
using System.Globalization;
using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;

namespace Gateway.Benchmarks.Crdt;

/// <summary>The headline figures in half a minute: many short batches on one thread, of which the median and the best are told.</summary>
internal static class QuickFigures
{
    private const int Batches = 60;
    private const int BatchSize = 20_000;

    public static void Print(TextWriter output)
    {
        SampleItem sample = new();
        sample.Document.Apply(sample.OneAttribute, out Document changed);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"item {sample.SizeBytes} bytes as DynamoDB counts; encoded {sample.Encoded.Length}, of these visible {sample.Document.Visible.Bytes.Length}; delta of one attribute {sample.EncodedDelta.Length}"));
        Measure(output, "join a delta into bytes", () => DocumentCodec.Apply(SampleItem.Key, sample.Encoded, sample.OneAttribute, out _, sample.Replicas));
        Measure(output, "the same, delta decoded and checked", () => DocumentCodec.Apply(SampleItem.Key, sample.Encoded, DeltaCodec.DecodeForeign(sample.EncodedDelta, sample.Replicas), out _, sample.Replicas));
        Measure(output, "join an increment into bytes", () => DocumentCodec.Apply(SampleItem.Key, sample.Encoded, sample.OneIncrement, out _, sample.Replicas));
        Measure(output, "join two documents as bytes", () => DocumentCodec.Join(SampleItem.Key, sample.Encoded, sample.EncodedChanged, sample.Replicas));
        Measure(output, "read the visible item, all of it", () => ReadAll(sample.Encoded));
        Measure(output, "encode", () => DocumentCodec.Encode(changed, sample.Replicas));
        Measure(output, "decode", () => DocumentCodec.Decode(SampleItem.Key, sample.Encoded, sample.Replicas));
        Measure(output, "hash", () => DocumentHash.Of(sample.Encoded));
    }

    private static int ReadAll(byte[] encoding)
    {
        int bytes = 0;
        foreach (ValueEntry entry in DocumentCodec.ReadVisible(encoding)) bytes += entry.NameBytes.Length + entry.Value.Bytes.Length;
        return bytes;
    }

    private static void Measure<T>(TextWriter output, string what, Func<T> action)
    {
        double[] nanoseconds = new double[Batches];
        for (int batch = 0; batch < Batches; batch++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < BatchSize; i++) action();
            nanoseconds[batch] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / BatchSize;
        }

        // The first third runs before the compiler has made up its mind.
        double[] warm = [.. nanoseconds[(Batches / 3)..].Order()];
        double median = warm[warm.Length / 2];
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-38} {median,7:F0} ns  {1e9 / median,10:N0}/s   best {warm[0],6:F0} ns"));
    }
}
