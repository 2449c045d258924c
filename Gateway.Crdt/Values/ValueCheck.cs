using System.Text.Unicode;
using Gateway.Crdt.Codec;

namespace Gateway.Crdt.Values;

/// <summary>Checks that foreign bytes are one canonical value.</summary>
internal static class ValueCheck
{
    /// <summary>Checks the value at <paramref name="start"/>.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="start">Where the value begins.</param>
    /// <param name="depthMax">How many containers may lie inside one another; bounds the recursion.</param>
    /// <returns>Where it ends.</returns>
    public static int Check(ReadOnlySpan<byte> source, int start, int depthMax)
    {
        ByteReader reader = new(source, start);
        Check(ref reader, source, depthMax);
        return reader.At;
    }

    private static void Check(ref ByteReader reader, ReadOnlySpan<byte> source, int depthLeft)
    {
        int start = reader.At;
        ValueKind kind = (ValueKind)(reader.Byte("a value") & 0x0F);
        if (!kind.IsContainer())
        {
            reader = new ByteReader(source, start);
            ValueSkip.Skip(ref reader);
            CheckScalar(source[start..reader.At], kind, start);
            return;
        }

        if (depthLeft == 0) throw new DocumentFault(DocumentFaultKind.TooDeep, $"A value nests deeper than {Value.DepthMax} levels at byte {start}.");
        if (source[start] != (byte)kind) throw DocumentFault.Malformed("Unknown value type", start);
        int body = reader.Count(1, "a container");
        int end = reader.At + body;
        int count = reader.Count(1, "a container");
        if (kind.IsSet() && count == 0) throw new DocumentFault(DocumentFaultKind.EmptySet, $"An empty set at byte {start}.");
        CheckEntries(ref reader, source, kind, count, depthLeft - 1);
        if (reader.At != end) throw DocumentFault.Malformed("A container's length differs from its content", start);
    }

    private static void CheckEntries(ref ByteReader reader, ReadOnlySpan<byte> source, ValueKind kind, int count, int depthLeft)
    {
        ReadOnlySpan<byte> before = default;
        for (int i = 0; i < count; i++)
        {
            int start = reader.At;
            ReadOnlySpan<byte> order = default;
            if (kind == ValueKind.Map)
            {
                order = reader.Block("a name");
                if (!Utf8.IsValid(order)) throw new DocumentFault(DocumentFaultKind.InvalidText, $"A name is not UTF-8 at byte {start}.");
            }

            int at = reader.At;
            Check(ref reader, source, depthLeft);
            if (kind.IsSet())
            {
                if ((ValueKind)source[at] != kind.ElementKind()) throw DocumentFault.Malformed("A set holds another type", at);
                order = OrderOf(source[at..reader.At], kind);
            }

            if (kind != ValueKind.List && i > 0 && before.SequenceCompareTo(order) >= 0)
            {
                throw DocumentFault.Malformed(before.SequenceEqual(order) ? "A name or set element comes twice" : "Names or set elements do not ascend", start);
            }

            before = order;
        }
    }

    private static ReadOnlySpan<byte> OrderOf(ReadOnlySpan<byte> element, ValueKind set) =>
        set == ValueKind.NumberSet ? element[1..] : new ByteReader(element, 1).Block("a set element");

    private static void CheckScalar(ReadOnlySpan<byte> scalar, ValueKind kind, int start)
    {
        switch (kind)
        {
            case ValueKind.String when !Utf8.IsValid(new ByteReader(scalar, 1).Block("text")):
                throw new DocumentFault(DocumentFaultKind.InvalidText, $"Text is not UTF-8 at byte {start}.");
            case ValueKind.Number when !ExactNumber.TryReadKey(scalar[1..], out _, out int bytes) || bytes != scalar.Length - 1:
                throw DocumentFault.Malformed("A number is not canonical", start);
            default:
                break;
        }
    }
}
