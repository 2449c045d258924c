using System.Text.Json;
using Gateway.Crdt.Time;
using Gateway.Replication.Backup.Files;

namespace Gateway.Replication.Backup.Reading;

/// <summary>A snapshot in a backup.</summary>
internal sealed class BackupSnapshotFiles(string path, long position, long milliseconds)
{
    public string Path => path;

    /// <summary>All of the log up to here is in it.</summary>
    public long Position => position;

    /// <summary>When it was taken, since 1970.</summary>
    public long Milliseconds => milliseconds;

    public long Bytes => Directory.EnumerateFiles(path).Sum(file => new FileInfo(file).Length);

    /// <summary>Reads the list of its tables.</summary>
    /// <exception cref="BackupFault">It is not whole.</exception>
    public (SnapshotHeader Header, IReadOnlyList<BackupTable> Tables) ReadTables()
    {
        string list = System.IO.Path.Combine(path, BackupNames.SnapshotTables);
        using FrameReader reader = new(list);
        try
        {
            SnapshotHeader? header = null;
            SnapshotFooter? footer = null;
            List<BackupTable> tables = [];
            while (reader.TryRead(out Frame frame))
            {
                if (frame.Kind == FrameKind.Header) header = JsonSerializer.Deserialize(frame.Payload, BackupJson.Default.SnapshotHeader);
                else if (frame.Kind == FrameKind.Table) tables.Add(JsonSerializer.Deserialize(frame.Payload, BackupJson.Default.BackupTableEvent)!.Table);
                else if (frame.Kind == FrameKind.Footer) footer = JsonSerializer.Deserialize(frame.Payload, BackupJson.Default.SnapshotFooter);
            }

            if (reader.Damage is { } damage) throw new BackupFault($"{list}: at byte {reader.Offset} {damage}");
            if (header is null || footer is null || footer.Tables != tables.Count || header.Position != position) throw new BackupFault($"{list}: it is not whole");
            return (header, tables);
        }
        catch (JsonException wrong)
        {
            throw new BackupFault($"{list}: {wrong.Message}", wrong);
        }
    }

    /// <summary>Reads the documents of a table.</summary>
    /// <param name="table">Its number.</param>
    /// <param name="take">Gets each: item key, document.</param>
    /// <returns>How many there are, and their bytes.</returns>
    /// <exception cref="BackupFault">They are not whole. What was read before was.</exception>
    public DocumentsFooter ReadDocuments(BackupTable table, Action<byte[], byte[]> take)
    {
        string file = System.IO.Path.Combine(path, BackupNames.Documents(table.Number));
        using FrameReader reader = new(file);
        try
        {
            DocumentsHeader? header = null;
            DocumentsFooter? footer = null;
            DocumentsFooter sum = new(0, 0);
            while (reader.TryRead(out Frame frame))
            {
                if (frame.Kind == FrameKind.Header) header = JsonSerializer.Deserialize(frame.Payload, BackupJson.Default.DocumentsHeader);
                if (frame.Kind == FrameKind.Footer) footer = JsonSerializer.Deserialize(frame.Payload, BackupJson.Default.DocumentsFooter);
                if (frame.Kind != FrameKind.Documents) continue;
                foreach ((byte[] key, byte[] document) in DocumentBlock.Read(frame.Payload))
                {
                    take(key, document);
                    sum = new DocumentsFooter(sum.Documents + 1, sum.Bytes + key.Length + document.Length);
                }
            }

            if (reader.Damage is { } damage) throw new BackupFault($"{file}: at byte {reader.Offset} {damage}: documents of {table.Name} cannot be read");
            if (header is null || header.Id != table.Id || header.Position != position || footer != sum) throw new BackupFault($"{file}: it is not whole: documents of {table.Name} are missing");
            return sum;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidDataException)
        {
            throw new BackupFault($"{file}: {wrong.Message}", wrong);
        }
    }

    /// <summary>A context as it was written.</summary>
    public static Context StableOf(SnapshotHeader header) => Context.Of(header.Stable.Select(entry => new Stamp(new HlcTime(entry.Ticks), BackupNames.Replica(entry.Replica))));
}
