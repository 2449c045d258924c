namespace Gateway.DynamoCompat.Tables;

/// <summary>What may be asked for as throughput, and what becomes of it. Nothing is throttled: the figures are kept and shown.</summary>
/// <remarks>Source: messages observed at DynamoDB; doc warm-throughput.</remarks>
internal static class ThroughputRules
{
    /// <summary>What a table billed on demand can do at once from the beginning.</summary>
    public const long InitialReads = 12_000;

    public const long InitialWrites = 4_000;

    private const long UnitsMax = 1_000_000_000_000;

    /// <summary>Provisioned figures that are no figures.</summary>
    public static void CheckBounds(RequestUnits? units, string? index = null)
    {
        if (units is null) return;
        if (units.Reads > UnitsMax) throw OutOfBounds("ReadCapacityUnits", units.Reads.Value);
        if (units.Writes > UnitsMax) throw OutOfBounds("WriteCapacityUnits", units.Writes.Value);

        WireException OutOfBounds(string member, long value) => new(index is null ? DynamoErrors.OutOfBounds(member, value) : DynamoErrors.IndexOutOfBounds(member, value, index));
    }

    /// <summary>How a new table or index is billed.</summary>
    /// <param name="isOnDemand">How the table is billed.</param>
    /// <param name="provisioned">Provisioned figures of the request.</param>
    /// <param name="index">The index; null for the table itself.</param>
    public static void CheckBilling(bool isOnDemand, RequestUnits? provisioned, string? index = null)
    {
        if (isOnDemand && provisioned is not null) throw new WireException(index is null ? DynamoErrors.ProvisionedWithOnDemand : DynamoErrors.IndexProvisioned(index));
        if (!isOnDemand && provisioned is null) throw new WireException(index is null ? DynamoErrors.NoProvisioned : DynamoErrors.IndexNotProvisioned(index));
    }

    /// <summary>Maxima of on-demand throughput.</summary>
    /// <param name="clears">True where -1 takes a maximum away.</param>
    public static void CheckOnDemand(bool isOnDemand, RequestUnits? maxima, string? index, bool clears)
    {
        if (maxima is null) return;
        Check("MaxReadRequestUnits", maxima.Reads);
        Check("MaxWriteRequestUnits", maxima.Writes);

        void Check(string member, long? value)
        {
            if (value is null) return;
            if (!isOnDemand) throw new WireException(DynamoErrors.OnDemandWithProvisioned(member, index));
            if (value < 1 && !(clears && value == -1)) throw new WireException(DynamoErrors.OnDemandRange(member, index));
        }
    }

    /// <summary>Warm throughput of a new table or index.</summary>
    public static void CheckWarm(bool isOnDemand, RequestUnits? provisioned, RequestUnits? warm, string? index)
    {
        if (warm is null) return;
        if (isOnDemand)
        {
            if (warm.Reads < InitialReads) throw new WireException(DynamoErrors.WarmBelowInitial("ReadUnitsPerSecond", index));
            if (warm.Writes < InitialWrites) throw new WireException(DynamoErrors.WarmBelowInitial("WriteUnitsPerSecond", index));
        }
        else
        {
            if (warm.Reads < provisioned?.Reads) throw new WireException(DynamoErrors.WarmBelowProvisioned("ReadUnitsPerSecond", "ReadCapacityUnits", index));
            if (warm.Writes < provisioned?.Writes) throw new WireException(DynamoErrors.WarmBelowProvisioned("WriteUnitsPerSecond", "WriteCapacityUnits", index));
        }
    }

    /// <summary>Warm throughput of a table or index that there is: it never goes down.</summary>
    public static RequestUnits RaiseWarm(RequestUnits? current, RequestUnits asked, string? index)
    {
        if (asked.Reads < current?.Reads) throw new WireException(DynamoErrors.WarmDecrease("ReadUnitsPerSecond", index));
        if (asked.Writes < current?.Writes) throw new WireException(DynamoErrors.WarmDecrease("WriteUnitsPerSecond", index));
        return Highest(current, asked);
    }

    /// <summary>The warm throughput that a new table or index shows.</summary>
    public static RequestUnits InitialWarm(bool isOnDemand, RequestUnits? provisioned, RequestUnits? warm) =>
        Highest(isOnDemand ? new RequestUnits(InitialReads, InitialWrites) : provisioned, warm);

    /// <summary>The larger of two, figure by figure.</summary>
    public static RequestUnits Highest(RequestUnits? one, RequestUnits? other) => new(Math.Max(one?.Reads ?? 0, other?.Reads ?? 0), Math.Max(one?.Writes ?? 0, other?.Writes ?? 0));

    /// <summary>Maxima with the request's members put over them; -1 takes one away.</summary>
    /// <returns>Null if none is left.</returns>
    public static RequestUnits? Merge(RequestUnits? current, RequestUnits asked)
    {
        RequestUnits merged = new(Pick(asked.Reads, current?.Reads), Pick(asked.Writes, current?.Writes));
        return merged is { Reads: null, Writes: null } ? null : merged;

        static long? Pick(long? asked, long? current) => asked switch
        {
            null => current,
            -1 => null,
            _ => asked,
        };
    }

    /// <summary>New provisioned figures, with a note of when they went up or down.</summary>
    public static Throughput Change(Throughput current, RequestUnits asked, DateTimeOffset now)
    {
        long reads = asked.Reads!.Value;
        long writes = asked.Writes!.Value;
        bool goesUp = reads > current.ReadUnits || writes > current.WriteUnits;
        bool goesDown = reads < current.ReadUnits || writes < current.WriteUnits;
        return current with
        {
            ReadUnits = reads,
            WriteUnits = writes,
            IncreasedAt = goesUp ? now : current.IncreasedAt,
            DecreasedAt = goesDown ? now : current.DecreasedAt,
            DecreasesThatDay = goesDown ? DecreasesToday(current, now) + 1 : current.DecreasesThatDay,
        };
    }

    public static int DecreasesToday(Throughput throughput, DateTimeOffset now) => throughput.DecreasedAt?.UtcDateTime.Date == now.UtcDateTime.Date ? throughput.DecreasesThatDay : 0;
}
