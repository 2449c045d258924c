namespace Gateway.Api.Options;

/// <summary>An endpoint of DynamoDB that gets what the tables show.</summary>
public sealed record DynamoBackupOptions
{
    /// <summary>As <c>https://dynamodb.eu-west-1.amazonaws.com</c>; null for AWS's own in the region.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The region for signatures.</summary>
    public required string Region { get; init; }

    /// <summary>An access key; null to take those of the profile or of the environment.</summary>
    public string? AccessKey { get; init; }

    /// <summary>The secret of the access key.</summary>
    public string? SecretKey { get; init; }

    /// <summary>A profile of AWS's credentials file.</summary>
    public string? Profile { get; init; }

    /// <summary>Only tables of this account; null for all.</summary>
    public string? Account { get; init; }
}
