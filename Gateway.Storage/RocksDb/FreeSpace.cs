namespace Gateway.Storage.RocksDb;

/// <summary>Refuses writes while little of the disk is free: before the engine meets a full disk, from which it recovers only when it is opened again.</summary>
/// <param name="ask">How many bytes are free.</param>
/// <param name="bytesMin">Below this, writes are refused.</param>
/// <param name="startBytes">So much may be written before the disk is asked for the first time, or until <see cref="EndStart"/>.</param>
/// <remarks>Safe for many threads; two that ask at once do no harm.</remarks>
internal sealed class FreeSpace(Func<long> ask, long bytesMin, long startBytes = 0)
{
    /// <summary>The disk is asked again after so many bytes were written. Small beside any sensible minimum.</summary>
    private const long AskEveryBytes = 4 << 20;

    private long untilAsked = startBytes;

    /// <summary>Asks the disk that holds a folder. Where that cannot be asked, nothing is refused.</summary>
    public static FreeSpace Of(string folder, long bytesMin, long startBytes = 0)
    {
        DriveInfo drive = new(Path.GetFullPath(folder));
        return new FreeSpace(() => Ask(drive), bytesMin, startBytes);
    }

    /// <summary>Bytes that are free now.</summary>
    public long Free => ask();

    /// <summary>From here on the disk is asked.</summary>
    public void EndStart() => Interlocked.Exchange(ref untilAsked, 0);

    /// <summary>True while writes are refused.</summary>
    public bool IsFull => ask() < bytesMin;

    /// <summary>Notes what is about to be written.</summary>
    /// <exception cref="StoreFault"><see cref="StoreFaultKind.Full"/>.</exception>
    public void Take(int bytes)
    {
        if (Interlocked.Add(ref untilAsked, -bytes) >= 0) return;

        long free = ask();
        if (free < bytesMin) throw new StoreFault(StoreFaultKind.Full, $"The disk is full: {free >> 20} MB are free, and the store keeps {bytesMin >> 20} MB for itself.");
        Interlocked.Exchange(ref untilAsked, AskEveryBytes);
    }

    private static long Ask(DriveInfo drive)
    {
        try
        {
            return drive.AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return long.MaxValue;
        }
    }
}
