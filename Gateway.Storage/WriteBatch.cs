using System.Buffers.Binary;
using Gateway.Storage.Keys;

namespace Gateway.Storage;

/// <summary>Writes that happen together or not at all, in their order. For one thread; may be cleared and used again.</summary>
/// <remarks>The buffer is in the representation that RocksDB takes whole: 8 bytes sequence, 4 bytes count, then the records. Source: docs/formats/store.md.</remarks>
public sealed class WriteBatch
{
    private const int HeadBytes = 12;
    private const int CountAt = 8;
    private const int InitialBytes = 1024;

    private readonly List<WriteRequirement> requirements = [];
    private byte[] buffer = new byte[InitialBytes];
    private int length = HeadBytes;

    /// <summary>How many writes it holds.</summary>
    public int Count { get; private set; }

    /// <summary>Its size, in bytes; of an empty one 12.</summary>
    public int SizeBytes => length;

    /// <summary>It makes room on a disk that may be full: a few bytes that are taken from what the store keeps for itself. Cleared with the rest.</summary>
    internal bool MakesRoom { get; set; }

    /// <summary>The engine's representation; valid until the next change.</summary>
    internal ReadOnlySpan<byte> Representation
    {
        get
        {
            BinaryPrimitives.WriteUInt32LittleEndian(buffer.AsSpan(CountAt), (uint)Count);
            return buffer.AsSpan(0, length);
        }
    }

    /// <summary>The records, one behind the other; valid until the next change.</summary>
    internal ReadOnlySpan<byte> RecordBytes => buffer.AsSpan(HeadBytes, length - HeadBytes);

    /// <summary>What must hold for the batch to be written.</summary>
    internal IReadOnlyList<WriteRequirement> Requirements => requirements;

    /// <summary>Whether a range is removed.</summary>
    internal bool HasRanges { get; private set; }

    /// <summary>How large its buffer has grown.</summary>
    internal int CapacityBytes => buffer.Length;

    /// <summary>Sets a key.</summary>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Begin(WriteRecordTag.Put, KeyFamily.Of(key));
        Block(key);
        Block(value);
    }

    /// <summary>Sets a key to a value in two pieces.</summary>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        Begin(WriteRecordTag.Put, KeyFamily.Of(key));
        Block(key);
        Length(head.Length + tail.Length);
        Raw(head);
        Raw(tail);
    }

    /// <summary>Removes a key, which need not exist.</summary>
    public void Delete(ReadOnlySpan<byte> key)
    {
        Begin(WriteRecordTag.Delete, KeyFamily.Of(key));
        Block(key);
    }

    /// <summary>Removes all keys of a range.</summary>
    /// <param name="range">Must have an end. Nothing is written for an empty range.</param>
    public void DeleteRange(KeyRange range)
    {
        ReadOnlySpan<byte> start = range.Start.Span;
        ReadOnlySpan<byte> end = range.End.Span;
        if (end.IsEmpty) throw new ArgumentException("A range that is removed must have an end.", nameof(range));
        if (start.SequenceCompareTo(end) >= 0) return;

        ReadOnlySpan<byte> border = [KeyFamily.AppendedFrom];
        if (KeyFamily.Of(start) == KeyFamily.Main)
        {
            bool crosses = end.SequenceCompareTo(border) > 0;
            DeleteRange(KeyFamily.Main, start, crosses ? border : end);
            if (crosses) DeleteRange(KeyFamily.Appended, border, end);
        }
        else
        {
            DeleteRange(KeyFamily.Appended, start, end);
        }
    }

    /// <summary>Makes the whole batch depend on what a key holds when the batch is written.</summary>
    /// <param name="key">Which key. Copied.</param>
    /// <param name="value">What it must hold; null if it must not exist. Not copied.</param>
    /// <remarks>Checked against other batches with requirements only: those that write a key that somebody requires must require something too.</remarks>
    public void Require(ReadOnlySpan<byte> key, byte[]? value) => requirements.Add(new WriteRequirement(key.ToArray(), value));

    /// <summary>Adds what another batch holds, in its order: writes and requirements.</summary>
    public void Append(WriteBatch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        AppendRecords(other);
        requirements.AddRange(other.requirements);
    }

    /// <summary>Adds what another batch writes.</summary>
    /// <returns>Where the first of its records begins, for <see cref="RecordAt"/>.</returns>
    internal int AppendRecords(WriteBatch other)
    {
        int start = length;
        AppendRecords(other.RecordBytes, other.Count);
        HasRanges |= other.HasRanges;
        return start;
    }

    /// <summary>Adds records as they stood in another batch.</summary>
    /// <param name="records">Their bytes.</param>
    /// <param name="count">How many.</param>
    internal void AppendRecords(ReadOnlySpan<byte> records, int count)
    {
        Raw(records);
        Count += count;
    }

    /// <summary>Adds one record as it stands in another batch.</summary>
    /// <param name="other">The other batch.</param>
    /// <param name="start">Where the record begins.</param>
    /// <param name="end">Where it ends.</param>
    internal void AppendRecord(WriteBatch other, int start, int end)
    {
        Raw(other.buffer.AsSpan(start, end - start));
        Count++;
    }

    /// <summary>Sets a key of <see cref="KeyFamily.Own"/>.</summary>
    internal void PutOwn(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Begin(WriteRecordTag.Put, KeyFamily.Own);
        Block(key);
        Block(value);
    }

    /// <summary>Empties it; keeps the buffer.</summary>
    public void Clear()
    {
        Count = 0;
        HasRanges = false;
        MakesRoom = false;
        length = HeadBytes;
        requirements.Clear();
    }

    /// <summary>The records, in their order.</summary>
    internal WriteRecordEnumerator Records => RecordsFrom(HeadBytes);

    /// <summary>The records from one on.</summary>
    internal WriteRecordEnumerator RecordsFrom(int start) => new(buffer.AsSpan(0, length), start);

    /// <summary>One record.</summary>
    /// <param name="start">Its <see cref="WriteRecordEnumerator.Start"/>.</param>
    internal WriteRecord RecordAt(int start)
    {
        WriteRecordEnumerator records = RecordsFrom(start);
        records.MoveNext();
        return records.Current;
    }

    private void DeleteRange(uint family, ReadOnlySpan<byte> start, ReadOnlySpan<byte> end)
    {
        HasRanges = true;
        Begin(WriteRecordTag.DeleteRange, family);
        Block(start);
        Block(end);
    }

    private void Begin(WriteRecordTag tag, uint family)
    {
        Reserve(2);
        if (family == KeyFamily.Main)
        {
            buffer[length++] = (byte)tag;
        }
        else
        {
            buffer[length++] = (byte)WriteRecordTags.InFamily(tag);
            buffer[length++] = (byte)family; // a varint; the number is below 128
        }

        Count++;
    }

    private void Block(ReadOnlySpan<byte> bytes)
    {
        Length(bytes.Length);
        Raw(bytes);
    }

    private void Length(int value)
    {
        Reserve(5);
        uint left = (uint)value;
        for (; left >= 0x80; left >>= 7) buffer[length++] = (byte)(left | 0x80);
        buffer[length++] = (byte)left;
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(buffer.AsSpan(length));
        length += bytes.Length;
    }

    private void Reserve(int count)
    {
        if (buffer.Length - length >= count) return;
        long wanted = Math.Max(buffer.Length * 2L, (long)length + count);
        Array.Resize(ref buffer, (int)Math.Min(wanted, Array.MaxLength)); // past that, the copy that follows throws
    }
}
