namespace Gateway.Storage.RocksDb.Native;

/// <summary>How many objects of the library one store holds; zero once it is closed and nothing was forgotten.</summary>
internal sealed class HandleCount
{
    private int live;

    public int Live => Volatile.Read(ref live);

    public void Add() => Interlocked.Increment(ref live);

    public void Remove() => Interlocked.Decrement(ref live);
}
