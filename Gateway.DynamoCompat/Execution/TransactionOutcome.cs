namespace Gateway.DynamoCompat.Execution;

/// <summary>How a transaction ended.</summary>
internal sealed class TransactionOutcome
{
    /// <summary>What each write saw and did, in the order of the request; empty if it was cancelled, or had been done before.</summary>
    public IReadOnlyList<PlannedWrite> Writes { get; init; } = [];

    /// <summary>One for each write if the transaction was cancelled; else null.</summary>
    public IReadOnlyList<CancellationReason>? Reasons { get; init; }

    /// <summary>Where the token of this request stood.</summary>
    public TokenState Token { get; init; }
}
