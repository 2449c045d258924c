namespace Gateway.DynamoCompat.Tables;

/// <summary>What an operator may set about tables.</summary>
internal sealed record TableOptions
{
    /// <summary>How long a table shows CREATING, UPDATING or DELETING. Zero: only the answer that begins it does.</summary>
    public TimeSpan TableDelay { get; init; }
}
