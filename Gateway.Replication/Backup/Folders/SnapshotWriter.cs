using System.Text.Json;
using Gateway.Crdt.Time;
using Gateway.Replication.Backup.Files;

namespace Gateway.Replication.Backup.Folders;

/// <summary>Copies all documents into a folder of their own, piece by piece; the folder gets its name when it is whole.</summary>
internal sealed class SnapshotWriter : IDisposable
{
    private const int BlockBytes = 1 << 20;
    private const int StepBytes = 4 << 20;

    private readonly BlockWriter block = new();
    private readonly IBackupSnapshot snapshot;
    private readonly BackupOrigin origin;
    private readonly string partial;
    private readonly string final;
    private readonly Queue<BackupTable> left;
    private FrameWriter? file;
    private IEnumerator<(byte[] Key, byte[] Document)>? documents;
    private long count;
    private long bytes;

    /// <param name="folder">Where snapshots lie.</param>
    /// <param name="snapshot">What is copied; becomes this one's.</param>
    /// <param name="origin">Whose it is.</param>
    public SnapshotWriter(string folder, IBackupSnapshot snapshot, BackupOrigin origin)
    {
        this.snapshot = snapshot;
        this.origin = origin;
        final = Path.Combine(folder, BackupNames.Snapshot(snapshot.Position, snapshot.Milliseconds));
        partial = final + BackupNames.Partial;
        if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        Directory.CreateDirectory(partial);
        left = new Queue<BackupTable>(snapshot.Tables);
    }

    /// <summary>Copies some more.</summary>
    /// <returns>True if something is left.</returns>
    public bool Step()
    {
        for (long target = bytes + StepBytes; bytes < target;)
        {
            if (documents is null && !BeginTable())
            {
                Finish();
                return false;
            }

            if (!CopyBlock()) EndTable();
        }

        return true;
    }

    public void Dispose()
    {
        documents?.Dispose();
        file?.Dispose();
        snapshot.Dispose();
    }

    private bool BeginTable()
    {
        if (!left.TryPeek(out BackupTable? table)) return false;
        file = FrameWriter.Create(Path.Combine(partial, BackupNames.Documents(table.Number)));
        file.Write(FrameKind.Header, JsonSerializer.SerializeToUtf8Bytes(new DocumentsHeader(table.Number, table.Id, snapshot.Position), BackupJson.Default.DocumentsHeader));
        documents = snapshot.Documents(table.Number).GetEnumerator();
        count = 0;
        bytesOfTable = 0;
        return true;
    }

    private long bytesOfTable;

    private bool CopyBlock()
    {
        block.Clear();
        bool isOver = false;
        while (block.Length < BlockBytes && !(isOver = !documents!.MoveNext()))
        {
            (byte[] key, byte[] document) = documents.Current;
            DocumentBlock.Write(block, key, document);
            count++;
            bytesOfTable += key.Length + document.Length;
        }

        if (block.Length > 0) file!.Write(FrameKind.Documents, block.Written);
        bytes += block.Length;
        return !isOver;
    }

    private void EndTable()
    {
        documents!.Dispose();
        documents = null;
        file!.Write(FrameKind.Footer, JsonSerializer.SerializeToUtf8Bytes(new DocumentsFooter(count, bytesOfTable), BackupJson.Default.DocumentsFooter));
        file.Sync();
        file.Dispose();
        file = null;
        left.Dequeue();
    }

    /// <summary>The list of tables comes last: without it the folder is no snapshot.</summary>
    private void Finish()
    {
        Context stable = snapshot.Stable;
        SnapshotHeader header = new(
            origin.Cluster,
            origin.Pop,
            BackupNames.Hex(origin.Replica),
            snapshot.Position,
            snapshot.End,
            snapshot.Milliseconds,
            [.. snapshot.Applied.Select(one => new SnapshotApplied(one.Pop, BackupNames.Hex(one.Replica), one.Position))],
            [.. Enumerable.Range(0, stable.Count).Select(i => new SnapshotStamp(BackupNames.Hex(stable.Replicas[i]), stable.Times[i].Ticks))]);
        using (FrameWriter list = FrameWriter.Create(Path.Combine(partial, BackupNames.SnapshotTables)))
        {
            list.Write(FrameKind.Header, JsonSerializer.SerializeToUtf8Bytes(header, BackupJson.Default.SnapshotHeader));
            foreach (BackupTable table in snapshot.Tables)
            {
                list.Write(FrameKind.Table, JsonSerializer.SerializeToUtf8Bytes(new BackupTableEvent(table, false, snapshot.Milliseconds, snapshot.Position), BackupJson.Default.BackupTableEvent));
            }

            list.Write(FrameKind.Footer, JsonSerializer.SerializeToUtf8Bytes(new SnapshotFooter(snapshot.Tables.Count), BackupJson.Default.SnapshotFooter));
            list.Sync();
        }

        if (Directory.Exists(final)) Directory.Delete(final, recursive: true);
        Directory.Move(partial, final);
    }
}
