using System.Globalization;
using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;

namespace Gateway.Benchmarks.Crdt;

/// <summary>What a write of another PoP costs in the document library alone, on one thread: decoding, applying, bundling.</summary>
internal static class RemoteFigures
{
    private const int Bundled = 1000;

    public static void Print(TextWriter output)
    {
        SampleItem sample = new();
        ReplicaTable replicas = sample.Replicas;
        byte[] attribute = sample.EncodedDelta;
        byte[] increment = DeltaCodec.Encode(sample.OneIncrement, replicas);
        Delta[] increments = [.. Increments(sample, Bundled)];
        MergedDelta merged = MergedDelta.TryMerge(increments)!;
        byte[] bundle = MergedDeltaCodec.Encode(merged, replicas);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"item {sample.SizeBytes} bytes; delta of one attribute {attribute.Length}, of an increment {increment.Length}; {Bundled} increments as one {bundle.Length}"));
        Figures.Measure(output, "apply a decoded delta, attribute", () => Apply(sample.Document, sample.OneAttribute));
        Figures.Measure(output, "apply a decoded delta, increment", () => Apply(sample.Document, sample.OneIncrement));
        Figures.Measure(output, "decode, check and apply, attribute", () => Apply(sample.Document, DeltaCodec.DecodeForeign(attribute, replicas)));
        Figures.Measure(output, "decode, check and apply, increment", () => Apply(sample.Document, DeltaCodec.DecodeForeign(increment, replicas)));
        Figures.Measure(output, "apply merged increments", () => Apply(sample.Document, merged));
        Figures.Measure(output, "decode, check and apply merged ones", () => Apply(sample.Document, MergedDeltaCodec.DecodeForeign(bundle, replicas)));
        Figures.Measure(output, "bundle: each increment", Bundler(increments));
    }

    private static Document Apply(Document document, Delta delta)
    {
        document.Apply(delta, out Document result);
        return result;
    }

    private static Document Apply(Document document, MergedDelta merged)
    {
        document.Apply(merged, out Document result);
        return result;
    }

    private static IEnumerable<Delta> Increments(SampleItem sample, int count)
    {
        Document document = sample.Document;
        for (int i = 0; i < count; i++)
        {
            Delta delta = EditPlanner.Plan(document, [new DocumentEdit.Increment("orders", 1)], SampleItem.At(200_000 + i, 3));
            document = Apply(document, delta);
            yield return delta;
        }
    }

    /// <summary>One increment after the other, a new bundle after the last.</summary>
    private static Func<bool> Bundler(Delta[] increments)
    {
        DeltaMerger merger = new();
        return () =>
        {
            if (merger.Count == increments.Length) merger = new DeltaMerger();
            return merger.TryAdd(increments[merger.Count]);
        };
    }
}
