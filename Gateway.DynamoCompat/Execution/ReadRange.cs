using System.Collections.Immutable;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Indexes;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Execution;

/// <summary>The store's keys that a query, or a page of a query or scan, reads.</summary>
internal static class ReadRange
{
    /// <summary>What ends the escaped bytes of a text: left out where only its beginning is asked for.</summary>
    private const int TerminatorBytes = 2;

    /// <summary>The range of a query.</summary>
    public static KeyRange Of(TableSchema table, SecondaryIndex? index, KeySelection selection)
    {
        ImmutableArray<Tables.KeyAttribute> sort = (index?.Key ?? table.Key).Sort;
        KeyWriter writer = new(stackalloc byte[KeyWriter.UsualBytes]);
        try
        {
            if (index is null) ItemKeys.WritePartition(ref writer, table, selection.Partition[0]);
            else IndexKeys.WritePartition(ref writer, table, index, selection.Partition);
            foreach (Value value in selection.SortEquals) ItemKeys.WritePart(ref writer, value);
            return sort.IsEmpty ? KeyRange.WithPrefix(writer.ToArray()) : Of(ref writer, selection);
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>What is left of a range after a key that was read before.</summary>
    public static KeyRange After(KeyRange range, byte[] key, ScanDirection direction) =>
        direction == ScanDirection.Forward ? range with { Start = (byte[])[.. key, 0] } : range with { End = key };

    /// <summary>True if a key lies in a range.</summary>
    public static bool Holds(KeyRange range, ReadOnlySpan<byte> key) =>
        key.SequenceCompareTo(range.Start.Span) >= 0 && (range.End.IsEmpty || key.SequenceCompareTo(range.End.Span) < 0);

    private static KeyRange Of(ref KeyWriter writer, KeySelection selection)
    {
        byte[] all = writer.ToArray();
        int length = writer.Length;
        if (selection.Operator == SortOperator.Any) return KeyRange.WithPrefix(all);

        ItemKeys.WritePart(ref writer, selection.Operand);
        byte[] at = writer.ToArray();
        switch (selection.Operator)
        {
            case SortOperator.Less:
                return new KeyRange(all, at);
            case SortOperator.LessOrEqual:
                return new KeyRange(all, KeyRange.After(at));
            case SortOperator.Greater:
                return new KeyRange(KeyRange.After(at), KeyRange.After(all));
            case SortOperator.GreaterOrEqual:
                return new KeyRange(at, KeyRange.After(all));
            case SortOperator.BeginsWith:
                return KeyRange.WithPrefix(at.AsMemory(0, at.Length - TerminatorBytes));
            default:
                writer.Rewind(length);
                ItemKeys.WritePart(ref writer, selection.Upper);
                return new KeyRange(at, KeyRange.After(writer.Written));
        }
    }
}
