using System.Text.Json;
using Gateway.Storage.Log;

namespace Gateway.Replication.Backup.Files;

/// <summary>Reads a segment from its beginning: what it holds, and where it ends.</summary>
internal static class SegmentContent
{
    /// <summary>Reads a whole segment.</summary>
    /// <param name="path">The file.</param>
    /// <param name="onTable">Takes each change of a table.</param>
    /// <param name="onEntries">Takes entries, some at a time: whole transactions.</param>
    /// <exception cref="BackupFault">The file cannot be read, or is of a newer format.</exception>
    public static SegmentEnd Read(string path, Action<BackupTableEvent> onTable, Action<IReadOnlyList<LogEntry>> onEntries)
    {
        using FrameReader reader = new(path);
        SegmentHeader? header = null;
        SegmentFooter? footer = null;
        SegmentFooter sum = new(0, 0, 0, 0);
        string? fault = null;
        long sound = reader.Offset;
        while (fault is null && footer is null && reader.TryRead(out Frame frame))
        {
            try
            {
                switch (frame.Kind)
                {
                    case FrameKind.Header when header is null:
                        header = JsonSerializer.Deserialize(frame.Payload, BackupJson.Default.SegmentHeader);
                        sum = sum with { Last = header?.After ?? 0 };
                        break;
                    case FrameKind.Table when header is not null:
                        onTable(JsonSerializer.Deserialize(frame.Payload, BackupJson.Default.BackupTableEvent)!);
                        break;
                    case FrameKind.Entries when header is not null:
                        List<LogEntry> entries = EntryBlock.Read(frame.Payload);
                        if (entries[0].Sequence <= sum.Last) throw new InvalidDataException("Entries come twice.");
                        onEntries(entries);
                        sum = Add(sum, entries);
                        break;
                    case FrameKind.Footer when header is not null:
                        footer = JsonSerializer.Deserialize(frame.Payload, BackupJson.Default.SegmentFooter);
                        if (footer is null || footer != sum) fault = "its end does not fit what it holds";
                        break;
                    default:
                        fault = $"a frame of kind {(int)frame.Kind} has no place there";
                        break;
                }
            }
            catch (Exception wrong) when (wrong is InvalidDataException or JsonException)
            {
                fault = wrong.Message;
            }

            if (fault is null) sound = reader.Offset;
        }

        fault ??= reader.Damage ?? (footer is not null && sound < reader.Size ? "something follows its end" : null);
        return new SegmentEnd(header, sum, footer is not null, sound, reader.Size, fault, fault is not null && fault == reader.Damage && reader.IsTorn);
    }

    /// <summary>Counts entries in.</summary>
    public static SegmentFooter Add(SegmentFooter sum, IReadOnlyList<LogEntry> entries) => new(
        entries[^1].Sequence,
        sum.Entries + entries.Count,
        Math.Min(sum.Entries == 0 ? long.MaxValue : sum.FirstMilliseconds, entries.Min(entry => entry.Milliseconds)),
        Math.Max(sum.LastMilliseconds, entries.Max(entry => entry.Milliseconds)));
}
