using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;

namespace Gateway.Replication.Backup.Dynamo;

/// <summary>Makes clients of DynamoDB.</summary>
public static class DynamoClients
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Makes a client.</summary>
    /// <param name="endpoint">Where; null for AWS in the region.</param>
    /// <param name="region">For the address and for signatures.</param>
    /// <param name="accessKey">With the secret; null to look elsewhere.</param>
    /// <param name="secretKey">The secret.</param>
    /// <param name="profile">A profile of AWS's credentials file; null for the usual places: environment, default profile, role.</param>
    /// <exception cref="BackupFault">There is no such profile.</exception>
    public static IAmazonDynamoDB Create(Uri? endpoint, string region, string? accessKey, string? secretKey, string? profile)
    {
        AmazonDynamoDBConfig config = new() { RetryMode = RequestRetryMode.Standard, MaxErrorRetry = 4, Timeout = Patience };
        if (endpoint is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }
        else
        {
            config.ServiceURL = endpoint.ToString();
            config.AuthenticationRegion = region;
        }

        if (accessKey is not null) return new AmazonDynamoDBClient(new BasicAWSCredentials(accessKey, secretKey), config);
        if (profile is null) return new AmazonDynamoDBClient(config);
        return new CredentialProfileStoreChain().TryGetAWSCredentials(profile, out AWSCredentials credentials)
            ? new AmazonDynamoDBClient(credentials, config)
            : throw new BackupFault($"there is no profile '{profile}' with credentials");
    }
}
