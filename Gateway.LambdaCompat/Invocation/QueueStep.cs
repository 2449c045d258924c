namespace Gateway.LambdaCompat.Invocation;

/// <summary>What comes after a run of a queued event.</summary>
internal sealed record QueueStep
{
    /// <summary>The event has ended, and nothing follows.</summary>
    public static QueueStep Done { get; } = new();

    /// <summary>The same event, later; null if it has ended.</summary>
    public QueuedEvent? Again { get; init; }

    /// <summary>What follows the end: the call of a destination; null for nothing.</summary>
    public QueuedEvent? Next { get; init; }

    /// <summary>Of <see cref="Next"/>.</summary>
    public ReadOnlyMemory<byte> NextPayload { get; init; }
}
