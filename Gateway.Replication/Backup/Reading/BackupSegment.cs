using System.Text.Json;
using Gateway.Replication.Backup.Files;
using Gateway.Storage.Log;

namespace Gateway.Replication.Backup.Reading;

/// <summary>A segment of a log in a backup.</summary>
internal sealed class BackupSegment(string path, long after, long? last)
{
    private SegmentHeader? header;

    public string Path => path;

    /// <summary>Behind which position it begins.</summary>
    public long After => after;

    /// <summary>Its last position; null if it was being written when the PoP stopped, or still is.</summary>
    public long? Last => last;

    public bool IsOpen => last is null;

    /// <summary>What reading all of it has shown; null until that was done.</summary>
    public SegmentEnd? End { get; private set; }

    /// <summary>What it says of itself; null if that cannot be read.</summary>
    public SegmentHeader? Header => header ??= ReadHeader();

    public long Bytes => new FileInfo(path).Length;

    /// <summary>What is wrong with it; null if nothing is. Ask after <see cref="Check"/>.</summary>
    public string? Fault => End switch
    {
        null => null,
        { Fault: not null, IsTorn: true } when IsOpen => null,
        { Header: null, Fault: null } when IsOpen => null, // killed before it said what it is
        { Header: null } => $"{path}: {End.Fault ?? "it has no header"}",
        { Fault: { } fault } => $"{path}: at byte {End.SoundBytes} {fault}; of the log from {after + 1}{(last is { } to ? $" to {to}" : "")} what lies behind {End.Sum.Last} ({Moments.Text(End.Sum.LastMilliseconds)}) cannot be read",
        { IsFinished: false } when !IsOpen => $"{path}: its end is missing; of the log from {after + 1} to {last} what lies behind {End.Sum.Last} ({Moments.Text(End.Sum.LastMilliseconds)}) cannot be read",
        _ when last is { } end && End.Sum.Last != end => $"{path}: it ends at {End.Sum.Last}, and should at {end}",
        _ when End.Header is { } found && found.After != after => $"{path}: it begins behind {found.After}, and should behind {after}",
        _ => null,
    };

    /// <summary>What one should know although nothing is wrong; null if there is nothing.</summary>
    public string? Note => IsOpen && End is { IsTorn: true } ? $"{path}: the last {End.Bytes - End.SoundBytes} bytes are not whole, as a crash leaves them; the log ends at {End.Sum.Last}" : null;

    /// <summary>Reads all of it, and finds out whether it is whole.</summary>
    public void Check(Action<BackupTableEvent> onTable, Action<IReadOnlyList<LogEntry>> onEntries) => End = SegmentContent.Read(path, onTable, onEntries);

    /// <summary>The entries, some at a time, of a segment that was checked: whole transactions.</summary>
    public IEnumerable<IReadOnlyList<LogEntry>> Entries()
    {
        using FrameReader reader = new(path);
        while (reader.Offset < (End?.SoundBytes ?? long.MaxValue) && reader.TryRead(out Frame frame))
        {
            if (frame.Kind == FrameKind.Entries) yield return EntryBlock.Read(frame.Payload);
        }
    }

    private SegmentHeader? ReadHeader()
    {
        try
        {
            using FrameReader reader = new(path);
            return reader.TryRead(out Frame frame) && frame.Kind == FrameKind.Header ? JsonSerializer.Deserialize(frame.Payload, BackupJson.Default.SegmentHeader) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
