namespace Gateway.Storage;

/// <summary>Walks the records of a batch, as <see cref="WriteBatch"/> wrote them.</summary>
/// <param name="buffer">The whole representation.</param>
/// <param name="start">Where the first record begins.</param>
internal ref struct WriteRecordEnumerator(ReadOnlySpan<byte> buffer, int start)
{
    private readonly ReadOnlySpan<byte> buffer = buffer;
    private int at = start;
    private WriteRecord current;

    /// <summary>Where the current record begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where it ends.</summary>
    public readonly int End => at;

    public readonly WriteRecord Current => current;

    public readonly WriteRecordEnumerator GetEnumerator() => this;

    public bool MoveNext()
    {
        if (at == buffer.Length) return false;

        Start = at;
        WriteRecordTag tag = (WriteRecordTag)buffer[at];
        WriteRecordTag kind = WriteRecordTags.Plain(tag);
        at += tag == kind ? 1 : 2;
        ReadOnlySpan<byte> key = Block();
        current = new WriteRecord(kind, key, kind == WriteRecordTag.Delete ? [] : Block());
        return true;
    }

    private ReadOnlySpan<byte> Block()
    {
        int length = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = buffer[at++];
            length |= (next & 0x7F) << shift;
            if (next < 0x80) break;
        }

        ReadOnlySpan<byte> block = buffer.Slice(at, length);
        at += length;
        return block;
    }
}
