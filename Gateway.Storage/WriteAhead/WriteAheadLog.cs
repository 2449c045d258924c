using System.Globalization;

namespace Gateway.Storage.WriteAhead;

/// <summary>What was written and may not be in the engine's own files yet, in the order of its writing: replayed when the store is opened after a crash.</summary>
/// <remarks>
/// Writes have numbers without a gap, and a segment of the log is free when the engine's files hold all its writes. Each call of <see cref="Append"/> makes a
/// frame, which is there whole after a crash or not at all. Not for several threads at once. Source: ADR 46, docs/formats/store.md.
/// </remarks>
internal sealed class WriteAheadLog : IDisposable
{
    /// <summary>Files are named with this and a number.</summary>
    public const string FilePrefix = "AHEAD";

    private const long SegmentBytesFirst = 256 << 10;
    private const long SegmentBytesMax = 8 << 20;

    /// <summary>So many free files are kept when the store is opened.</summary>
    private const int SpareMax = 4;

    private readonly string folder;
    private readonly Func<long> askPersisted;
    private readonly List<WriteAheadSegment> used = []; // in the order of their ids; the last one takes what comes
    private readonly List<WriteAheadSegment> free = [];
    private byte[] frame = new byte[64 << 10];
    private long lastId;
    private long last;
    private bool isBegun;
    private bool isDirty;

    private WriteAheadLog(string folder, Func<long> askPersisted)
    {
        this.folder = folder;
        this.askPersisted = askPersisted;
    }

    /// <summary>Number of the last write that it knows of.</summary>
    public long Last => last;

    /// <summary>Opens the log of a folder and replays what the engine does not hold.</summary>
    /// <param name="folder">The store's.</param>
    /// <param name="held">Up to which write the engine holds everything.</param>
    /// <param name="replay">Gets the records of each frame behind that, in order; the last ones may be there already in part. The number is that of the frame's last write.</param>
    /// <param name="askPersisted">Up to which write the engine's files hold everything: asked when a segment is full.</param>
    public static WriteAheadLog Open(string folder, long held, Action<WriteBatch, long> replay, Func<long> askPersisted)
    {
        WriteAheadLog log = new(folder, askPersisted) { last = held };
        try
        {
            foreach (string path in Directory.EnumerateFiles(folder, FilePrefix + "*"))
            {
                WriteAheadSegment segment = WriteAheadSegment.Open(path);
                (segment.Id > 0 ? log.used : log.free).Add(segment);
            }

            log.used.Sort((one, other) => one.Id.CompareTo(other.Id));
            if (log.used.Count > 0) log.lastId = log.used[^1].Id;
            log.Replay(replay);
            log.Release(held);
            log.RemoveSpares();
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Puts writes into the log; they are with the operating system when the call returns.</summary>
    /// <param name="batch">The records of all of them.</param>
    /// <param name="writes">How many writes; at least 1.</param>
    /// <exception cref="IOException">Nobody knows what is there now: nothing more may be written.</exception>
    public void Append(WriteBatch batch, int writes)
    {
        ReadOnlySpan<byte> records = batch.RecordBytes;
        int length = WriteAheadFrame.HeadBytes + records.Length;
        if (!isBegun || !used[^1].HasRoom(length)) BeginSegment(length);

        if (frame.Length < length) frame = new byte[Math.Max(length, frame.Length * 2)];
        records.CopyTo(frame.AsSpan(WriteAheadFrame.HeadBytes));
        WriteAheadFrame head = new(last + 1, writes, batch.Count, records.Length);
        head.WriteHead(frame.AsSpan(0, length), used[^1].Id);
        used[^1].Append(frame.AsSpan(0, length));
        isDirty = true;
        last = head.Last;
        if (frame.Length > SegmentBytesMax) frame = new byte[64 << 10];
    }

    /// <summary>Makes all durable that was put into the log.</summary>
    /// <exception cref="IOException">Nobody knows what is on the disk: nothing more may be written.</exception>
    public void Sync()
    {
        if (!isDirty) return;
        used[^1].Sync();
        isDirty = false;
    }

    public void Dispose()
    {
        foreach (WriteAheadSegment segment in used) segment.Dispose();
        foreach (WriteAheadSegment segment in free) segment.Dispose();
    }

    /// <summary>From the newest segment that begins with what the engine holds to the end, or to the first frame that is not whole.</summary>
    private void Replay(Action<WriteBatch, long> replay)
    {
        int from = used.FindLastIndex(segment => segment.First <= last + 1);
        WriteBatch batch = new();
        for (int i = Math.Max(from, 0); i < used.Count && used[i].First <= last + 1; i++)
        {
            ReadOnlySpan<byte> rest = used[i].Read();
            rest = rest[Math.Min(WriteAheadSegment.FramesAt, rest.Length)..];
            while (WriteAheadFrame.TryRead(rest, used[i].Id, out WriteAheadFrame found) && found.First <= last + 1)
            {
                if (found.Last > last)
                {
                    batch.Clear();
                    batch.AppendRecords(rest.Slice(WriteAheadFrame.HeadBytes, found.Length), found.Records);
                    replay(batch, found.Last);
                    last = found.Last;
                }

                rest = rest[(WriteAheadFrame.HeadBytes + found.Length)..];
            }
        }
    }

    private void BeginSegment(long frameBytes)
    {
        Sync(); // of the one that is full: a frame is durable only with all before it
        Release(askPersisted());
        WriteAheadSegment? next = free.MaxBy(segment => segment.Bytes);
        if (next is null) next = WriteAheadSegment.Create(FreePath(), Math.Min(SegmentBytesFirst << Math.Min(used.Count, 16), SegmentBytesMax));
        else free.Remove(next);
        used.Add(next);
        next.Begin(++lastId, last + 1);
        next.Lengthen(frameBytes);
        isBegun = true;
    }

    /// <summary>Frees the segments whose writes are all in the engine's files.</summary>
    private void Release(long persisted)
    {
        while (used.Count > 0 && (used.Count > 1 ? used[1].First - 1 : last) <= persisted)
        {
            free.Add(used[0]);
            used.RemoveAt(0);
        }
    }

    private void RemoveSpares()
    {
        free.Sort((one, other) => other.Bytes.CompareTo(one.Bytes));
        while (free.Count > SpareMax)
        {
            free[^1].Dispose();
            File.Delete(free[^1].Path);
            free.RemoveAt(free.Count - 1);
        }
    }

    private string FreePath()
    {
        for (int number = 1; ; number++)
        {
            string path = Path.Combine(folder, FilePrefix + number.ToString(CultureInfo.InvariantCulture));
            if (!File.Exists(path)) return path;
        }
    }
}
