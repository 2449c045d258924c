namespace Gateway.DynamoCompat.Tables;

/// <summary>Provisioned figures and when they changed. All zero under on-demand billing.</summary>
internal sealed record Throughput
{
    public static Throughput None { get; } = new();

    public long ReadUnits { get; init; }

    public long WriteUnits { get; init; }

    public DateTimeOffset? IncreasedAt { get; init; }

    public DateTimeOffset? DecreasedAt { get; init; }

    /// <summary>Decreases on the UTC day of <see cref="DecreasedAt"/>.</summary>
    public int DecreasesThatDay { get; init; }
}
