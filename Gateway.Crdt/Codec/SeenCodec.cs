using Gateway.Crdt.Documents;

namespace Gateway.Crdt.Codec;

/// <summary>The runs of a ghost, the same in documents and deltas: a count, and for each run stamp, total, count; ascending by run.</summary>
internal static class SeenCodec
{
    public static void Write(ByteWriter writer, SeenRun[] runs, StampTable stamps)
    {
        writer.Varint(runs.Length);
        foreach (SeenRun seen in runs)
        {
            stamps.Write(writer, seen.Run);
            writer.Sum(seen.Total);
            writer.Varint(seen.Count);
        }
    }

    public static SeenRun[] Read(ref ByteReader reader, StampTable stamps)
    {
        SeenRun[] runs = new SeenRun[reader.Count(4, "seen runs")];
        for (int i = 0; i < runs.Length; i++)
        {
            int start = reader.At;
            runs[i] = new SeenRun(stamps.Read(ref reader, "a seen run"), reader.Sum("A seen total"), reader.RunCount("A seen count"));
            if (i > 0 && runs[i - 1].Run >= runs[i].Run) throw DocumentFault.Malformed("Seen runs do not ascend", start);
        }

        return runs;
    }
}
