namespace Gateway.Replication.Backup.Dynamo;

/// <summary>How an endpoint of DynamoDB is kept in step.</summary>
public sealed record DynamoSinkOptions
{
    /// <summary>How messages call it: the endpoint.</summary>
    public required string Target { get; init; }

    /// <summary>The file that remembers how far it is.</summary>
    public required string StateFile { get; init; }

    /// <summary>Only tables of this account; null for all.</summary>
    public string? Account { get; init; }
}
