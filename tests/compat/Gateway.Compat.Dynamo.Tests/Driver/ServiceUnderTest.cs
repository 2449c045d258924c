using Amazon;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Gateway.Testing.Gateways;

namespace Gateway.Compat.Dynamo.Tests.Driver;

/// <summary>What is tested: the endpoint of <c>EDGE_COMPAT_ENDPOINT</c>, real AWS if that is <c>aws</c>, else a PoP in this process. One for the whole run.</summary>
public sealed class ServiceUnderTest : IAsyncLifetime
{
    private readonly List<string> created = [];
    private readonly Lock gate = new();
    private readonly string run = $"edge-compat-{TimeProvider.System.GetUtcNow():yyyyMMddHHmmss}-{Environment.ProcessId}";
    private GatewayUnderTest? gateway;
    private int tables;

    /// <summary>True for real AWS: tables take seconds there, and indexes follow late.</summary>
    public bool IsAws { get; private set; }

    internal AmazonDynamoDBClient Dynamo { get; private set; } = null!;


    internal RawClient Raw { get; private set; } = null!;

    internal Uri Address { get; private set; } = null!;

    internal string Region { get; private set; } = "us-east-1";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        string? named = Environment.GetEnvironmentVariable("EDGE_COMPAT_ENDPOINT");
        IsAws = named == "aws";
        if (IsAws)
        {
            AWSCredentials credentials = new DefaultAWSCredentialsIdentityResolver().ResolveIdentity(null!);
            RegionEndpoint region = FallbackRegionFactory.GetRegionEndpoint() ?? RegionEndpoint.USEast1;
            Region = region.SystemName;
            Address = new Uri($"https://dynamodb.{Region}.amazonaws.com/");
            Dynamo = new AmazonDynamoDBClient(credentials, new AmazonDynamoDBConfig { RegionEndpoint = region });
            Raw = new RawClient(Address, Region, credentials);
        }
        else
        {
            if (named is null) gateway = await GatewayUnderTest.StartAsync();
            Address = gateway?.Endpoint ?? new Uri(named!);
            BasicAWSCredentials credentials = new("AKIDEDGECOMPAT", "secret");
            Dynamo = new AmazonDynamoDBClient(credentials, new AmazonDynamoDBConfig { ServiceURL = Address.OriginalString, AuthenticationRegion = Region, MaxErrorRetry = 0 });
            Raw = new RawClient(Address, Region, credentials);
        }
    }

    /// <summary>A table name that no other run and no other class has.</summary>
    public string NextTableName() => $"{run}-{Interlocked.Increment(ref tables):d4}"; // none begins another

    /// <summary>Notes a table for deletion at the end.</summary>
    public void DeleteLater(string table)
    {
        lock (gate) created.Add(table);
    }

    /// <summary>Creates a table, waits until it can be used, and deletes it at the end of the run.</summary>
    internal async Task<TableDescription> CreateAsync(CreateTableRequest request)
    {
        DeleteLater(request.TableName);
        await Dynamo.CreateTableAsync(request);
        return await UntilAsync(async () => (await Dynamo.DescribeTableAsync(request.TableName)).Table, IsReady);
    }

    /// <summary>Waits until a table and its indexes are ready.</summary>
    internal Task<TableDescription> ReadyAsync(string table) => UntilAsync(async () => (await Dynamo.DescribeTableAsync(table)).Table, IsReady);

    /// <summary>Asks again until the answer is good, for up to two minutes; then returns the last answer, good or not.</summary>
    internal static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isGood, int secondsMax = 120)
    {
        DateTimeOffset end = TimeProvider.System.GetUtcNow().AddSeconds(secondsMax);
        while (true)
        {
            T answer = await ask();
            if (isGood(answer) || TimeProvider.System.GetUtcNow() > end) return answer;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>For what AWS shows late (indexes, streams): asks again there, and once elsewhere.</summary>
    internal Task<T> SoonAsync<T>(Func<Task<T>> ask, Func<T, bool> isGood) => UntilAsync(ask, isGood, IsAws ? 60 : 2);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (string table in created)
        {
            try
            {
                await Dynamo.DeleteTableAsync(table);
            }
            catch (AmazonDynamoDBException)
            {
                // The test deleted it, or never got to create it.
            }
        }

        Dynamo.Dispose();
        Raw.Dispose();
        if (gateway is not null) await gateway.DisposeAsync();
    }

    private static bool IsReady(TableDescription table) =>
        table.TableStatus == TableStatus.ACTIVE && (table.GlobalSecondaryIndexes ?? []).All(index => index.IndexStatus == IndexStatus.ACTIVE);
}
