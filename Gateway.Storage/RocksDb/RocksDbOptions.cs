namespace Gateway.Storage.RocksDb;

/// <summary>What an operator may set. The defaults suit a small machine: below 80 MB when idle, below 400 MB with a million items.</summary>
public sealed record RocksDbOptions
{
    /// <summary>What an acknowledged write survives. With <see cref="Durability.Os"/> each write goes to the operating system by itself.</summary>
    public Durability Durability { get; init; } = Durability.Fsync;

    /// <summary>Memory for blocks, indexes and filters of items and indexes that were read.</summary>
    public long BlockCacheBytes { get; init; } = 64 << 20;

    /// <summary>Memory for blocks of the log, of streams and of history. Apart, so that reading them does not push items out.</summary>
    public long AppendedCacheBytes { get; init; } = 8 << 20;

    /// <summary>Writes of items and indexes that are kept in memory before they become a file; up to three times as much while files are written.</summary>
    public long WriteBufferBytes { get; init; } = 32 << 20;

    /// <summary>The same for the log, streams and history.</summary>
    public long AppendedWriteBufferBytes { get; init; } = 16 << 20;

    /// <summary>Memory for the values of items that were written last; a power of two.</summary>
    public int RecentBytes { get; init; } = 8 << 20;

    /// <summary>Writes are refused (<see cref="StoreFaultKind.Full"/>) while less than this is free on the disk: the room that merging files needs.</summary>
    public long FreeBytesMin { get; init; } = 128 << 20;

    /// <summary>So many bytes may be written after opening before the disk is asked, out of what the store keeps for itself: what a program notes when it starts, so that it can start on a full disk and read.</summary>
    public long StartBytes { get; init; }

    /// <summary>Says how much is free on the disk; null to ask the disk of the folder.</summary>
    public Func<long>? FreeBytes { get; init; }

    /// <summary>Files that are kept open.</summary>
    public int OpenFilesMax { get; init; } = 1000;

    /// <summary>Threads that write and merge files behind the scenes.</summary>
    public int BackgroundJobsMax { get; init; } = 2;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BlockCacheBytes, 1 << 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(AppendedCacheBytes, 1 << 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(WriteBufferBytes, 1 << 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(AppendedWriteBufferBytes, 1 << 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(RecentBytes, 1 << 16);
        if (!int.IsPow2(RecentBytes)) throw new ArgumentException($"{nameof(RecentBytes)} must be a power of two, not {RecentBytes}.");
        ArgumentOutOfRangeException.ThrowIfNegative(FreeBytesMin);
        ArgumentOutOfRangeException.ThrowIfNegative(StartBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(OpenFilesMax, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(BackgroundJobsMax, 1);
    }
}
