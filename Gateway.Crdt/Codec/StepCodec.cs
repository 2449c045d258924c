using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Codec;

/// <summary>Steps of a path in full.</summary>
internal static class StepCodec
{
    public static void Write(ByteWriter writer, PathStep step, StampTable stamps)
    {
        writer.Byte((byte)step.Kind);
        switch (step.Kind)
        {
            case StepKind.Name:
                writer.Block(step.NameBytes);
                break;
            case StepKind.SetElement:
                writer.Bytes(step.Element.Bytes);
                break;
            default:
                WriteElement(writer, step.ElementId, stamps);
                break;
        }
    }

    public static PathStep Read(ref ByteReader reader, byte[] array, StampTable stamps)
    {
        int start = reader.At;
        switch ((StepKind)reader.Byte("a step"))
        {
            case StepKind.Name:
                int length = reader.Block("a name").Length;
                return PathStep.Name(array, reader.At - length, length);
            case StepKind.SetElement:
                Value element = ValueSkip.Read(ref reader, array);
                if (element.Kind.SetOf() == ValueKind.None) throw DocumentFault.Malformed("No set holds such an element", start);
                return PathStep.SetElement(element);
            case StepKind.ListElement:
                return PathStep.ListElement(ReadElement(ref reader, stamps));
            default:
                throw DocumentFault.Malformed("Unknown step", start);
        }
    }

    private static void WriteElement(ByteWriter writer, ElementId id, StampTable stamps)
    {
        writer.Varint((id.Insertions.Length << 2) | (int)id.Side);
        stamps.Write(writer, id.Run);
        writer.Varint(id.Index);
        foreach (Insertion insertion in id.Insertions)
        {
            stamps.Write(writer, insertion.Stamp);
            writer.Varint(insertion.Index);
        }
    }

    private static ElementId ReadElement(ref ByteReader reader, StampTable stamps)
    {
        int start = reader.At;
        ulong head = reader.Varint("an element");
        if ((head & 3) > (ulong)ListSide.Tail || head >> 2 > ElementId.InsertionsMax) throw DocumentFault.Malformed("Unknown list element", start);
        Stamp run = stamps.Read(ref reader, "an element's run");
        int index = ReadIndex(ref reader);
        Insertion[] insertions = new Insertion[(int)(head >> 2)];
        for (int i = 0; i < insertions.Length; i++) insertions[i] = new Insertion(stamps.Read(ref reader, "an insertion"), ReadIndex(ref reader));
        return new ElementId((ListSide)(head & 3), run, index, insertions);
    }

    public static int ReadIndex(ref ByteReader reader)
    {
        int start = reader.At;
        ulong index = reader.Varint("an element's index");
        return index <= int.MaxValue ? (int)index : throw DocumentFault.Malformed("An element's index is too large", start);
    }
}
