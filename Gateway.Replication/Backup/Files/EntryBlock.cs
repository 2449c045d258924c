using Gateway.Storage.Log;

namespace Gateway.Replication.Backup.Files;

/// <summary>Entries of a log as one frame's payload. Layout: docs/formats/backup.md.</summary>
internal static class EntryBlock
{
    /// <summary>Writes entries.</summary>
    /// <param name="entries">At least one, in order, whole transactions.</param>
    public static void Write(BlockWriter writer, IReadOnlyList<LogEntry> entries)
    {
        long before = 0;
        foreach (LogEntry entry in entries)
        {
            writer.Varint((ulong)(entry.Sequence - before));
            writer.Varint((ulong)entry.Milliseconds);
            writer.Varint(entry.Table);
            writer.Varint((ulong)entry.TransactionSize);
            if (entry.TransactionSize > 0) writer.Varint((ulong)entry.TransactionPosition);
            writer.Block(entry.Scope.Span);
            writer.Block(entry.Delta.Span);
            before = entry.Sequence;
        }
    }

    /// <summary>Reads them.</summary>
    /// <param name="payload">Kept: the entries are windows onto it.</param>
    /// <exception cref="InvalidDataException">The bytes are something else.</exception>
    public static List<LogEntry> Read(byte[] payload)
    {
        List<LogEntry> entries = [];
        BlockReader reader = new(payload);
        long before = 0;
        while (!reader.IsAtEnd)
        {
            long sequence = before + (long)reader.Varint();
            long milliseconds = (long)reader.Varint();
            uint table = (uint)reader.Varint();
            int size = (int)reader.Varint();
            int position = size > 0 ? (int)reader.Varint() : 0;
            if (sequence <= before || (size > 0 && position >= size)) throw new InvalidDataException("Entries of a log are not in order.");
            entries.Add(new LogEntry
            {
                Sequence = sequence,
                Milliseconds = milliseconds,
                Table = table,
                TransactionSize = size,
                TransactionPosition = position,
                Scope = reader.Block(),
                Delta = reader.Block(),
            });
            before = sequence;
        }

        return entries;
    }
}
