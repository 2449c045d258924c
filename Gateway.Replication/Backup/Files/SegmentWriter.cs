using System.Text.Json;
using Gateway.Storage.Log;

namespace Gateway.Replication.Backup.Files;

/// <summary>Writes a segment of the log: open while it grows, renamed once it is whole.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private readonly BlockWriter block = new();
    private readonly string folder;
    private readonly FrameWriter file;
    private SegmentFooter sum;

    private SegmentWriter(string folder, SegmentHeader header, FrameWriter file, SegmentFooter sum)
    {
        this.folder = folder;
        Header = header;
        this.file = file;
        this.sum = sum;
    }

    public SegmentHeader Header { get; }

    /// <summary>The last position that was written.</summary>
    public long Last => sum.Last;

    public long Length => file.Length;

    public bool IsDirty => file.IsDirty;

    /// <summary>Begins a segment.</summary>
    public static SegmentWriter Create(string folder, SegmentHeader header)
    {
        FrameWriter file = FrameWriter.Create(Path.Combine(folder, BackupNames.OpenSegment(header.After)));
        file.Write(FrameKind.Header, JsonSerializer.SerializeToUtf8Bytes(header, BackupJson.Default.SegmentHeader));
        return new SegmentWriter(folder, header, file, new SegmentFooter(header.After, 0, 0, 0));
    }

    /// <summary>Goes on with a segment that an earlier run left open; what is torn at its end is cut off.</summary>
    public static SegmentWriter Continue(string folder, string path, SegmentEnd end) =>
        new(folder, end.Header!, FrameWriter.Continue(path, end.SoundBytes), end.Sum);

    public void Table(BackupTableEvent change) => file.Write(FrameKind.Table, JsonSerializer.SerializeToUtf8Bytes(change, BackupJson.Default.BackupTableEvent));

    public void Entries(IReadOnlyList<LogEntry> entries)
    {
        block.Clear();
        EntryBlock.Write(block, entries);
        file.Write(FrameKind.Entries, block.Written);
        sum = SegmentContent.Add(sum, entries);
    }

    public void Sync() => file.Sync();

    /// <summary>Ends it, so that it is whole, durable and under its last name.</summary>
    public void Finish()
    {
        file.Write(FrameKind.Footer, JsonSerializer.SerializeToUtf8Bytes(sum, BackupJson.Default.SegmentFooter));
        file.Sync();
        file.Dispose();
        File.Move(file.Path, Path.Combine(folder, BackupNames.Segment(Header.After, Last)), overwrite: true);
    }

    public void Dispose() => file.Dispose();
}
