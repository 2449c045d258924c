namespace Gateway.Storage;

/// <summary>Walks the records of a batch, as <see cref="WriteBatch"/> wrote them.</summary>
internal ref struct WriteRecordEnumerator(ReadOnlySpan<byte> records)
{
    private ReadOnlySpan<byte> rest = records;
    private WriteRecord current;

    public readonly WriteRecord Current => current;

    public readonly WriteRecordEnumerator GetEnumerator() => this;

    public bool MoveNext()
    {
        if (rest.IsEmpty) return false;

        WriteRecordTag tag = (WriteRecordTag)rest[0];
        WriteRecordTag kind = WriteRecordTags.Plain(tag);
        rest = rest[(tag == kind ? 1 : 2)..];
        ReadOnlySpan<byte> key = Block();
        current = new WriteRecord(kind, key, kind == WriteRecordTag.Delete ? [] : Block());
        return true;
    }

    private ReadOnlySpan<byte> Block()
    {
        int length = 0;
        int at = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = rest[at++];
            length |= (next & 0x7F) << shift;
            if (next < 0x80) break;
        }

        ReadOnlySpan<byte> block = rest.Slice(at, length);
        rest = rest[(at + length)..];
        return block;
    }
}
