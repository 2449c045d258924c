namespace Gateway.DynamoCompat.Execution;

/// <summary>What is known of a request's token.</summary>
internal enum TokenState
{
    /// <summary>It is new, or there is none.</summary>
    New,

    /// <summary>The same request was done under it.</summary>
    Done,

    /// <summary>Another request was done under it.</summary>
    Mismatch,

    /// <summary>The request that it came with is not durable yet.</summary>
    InProgress,
}
