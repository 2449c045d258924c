namespace Gateway.DynamoCompat.Capacity;

/// <summary>How many units a size costs. Source: doc read-write-operations (unit consumption).</summary>
internal static class CapacityUnits
{
    private const int ReadUnitBytes = 4096;

    private const int WriteUnitBytes = 1024;

    /// <summary>Units of a strongly consistent read: an eventually consistent one costs half, a transactional one double.</summary>
    public static long OfRead(long bytes) => Math.Max(1, (bytes + ReadUnitBytes - 1) / ReadUnitBytes);

    /// <summary>Units of a write: a transactional one costs double.</summary>
    public static long OfWrite(long bytes) => Math.Max(1, (bytes + WriteUnitBytes - 1) / WriteUnitBytes);
}
