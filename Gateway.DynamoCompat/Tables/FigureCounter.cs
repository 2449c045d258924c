namespace Gateway.DynamoCompat.Tables;

/// <summary>A figure that many threads move.</summary>
internal sealed class FigureCounter
{
    private long items;
    private long bytes;

    public Figure Value => new(Volatile.Read(ref items), Volatile.Read(ref bytes));

    public void Add(long moreItems, long moreBytes)
    {
        if (moreItems != 0) Interlocked.Add(ref items, moreItems);
        if (moreBytes != 0) Interlocked.Add(ref bytes, moreBytes);
    }
}
