using System.Text;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Gateway.Api.Auth;
using Gateway.Testing.Gateways;

namespace Gateway.Compat.Lambda.Tests.Driver;

/// <summary>
/// What is tested: the endpoint of <c>EDGE_COMPAT_ENDPOINT</c>, real AWS if that is <c>aws</c>, else a PoP in this process that checks signatures. One for the whole run.
/// <c>EDGE_COMPAT_ROLE</c> is the role that functions get; its account is the caller's.
/// </summary>
public sealed class ServiceUnderTest : IAsyncLifetime
{
    private const string Key = "EDGECOMPATEXAMPLE", Secret = "a secret of this run", OwnAccount = "123456789012";

    private readonly List<Func<Task>> leftovers = [];
    private readonly Lock gate = new();
    private readonly string run = $"edge-compat-{TimeProvider.System.GetUtcNow():yyyyMMddHHmmss}-{Environment.ProcessId}";
    private GatewayUnderTest? gateway;
    private int names;

    /// <summary>True for real AWS: functions, mappings and tables take seconds there, and logs follow late.</summary>
    public bool IsAws { get; private set; }

    /// <summary>Whether functions that are called run.</summary>
    internal bool CanRunFunctions => gateway is null || OperatingSystem.IsLinux();

    /// <summary>Whether functions see what AWS shows them of the machine, and nothing else: a PoP needs bubblewrap and root for that.</summary>
    internal bool HasWalls => gateway is null || (Environment.IsPrivilegedProcess && File.Exists("/usr/bin/bwrap"));

    /// <summary>Whether wrong signatures are noticed for certain.</summary>
    internal bool ChecksSignatures => IsAws || gateway is not null;

    internal SignedClient Client { get; private set; } = null!;

    /// <summary>Of all services of a PoP.</summary>
    internal Uri Address { get; private set; } = null!;

    internal string Region { get; private set; } = "us-east-1";

    /// <summary>The role of functions. A PoP takes any.</summary>
    internal string Role { get; private set; } = "";

    internal string Account => Role.Split(':')[4];

    /// <summary>What all ARNs of Lambda begin with, up to the account.</summary>
    internal string Arn => $"arn:aws:lambda:{Region}:{Account}";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        string? named = Environment.GetEnvironmentVariable("EDGE_COMPAT_ENDPOINT");
        IsAws = named == "aws";
        if (IsAws)
        {
            AWSCredentials credentials = new DefaultAWSCredentialsIdentityResolver().ResolveIdentity(null!);
            Region = (FallbackRegionFactory.GetRegionEndpoint() ?? RegionEndpoint.USEast1).SystemName;
            Client = new SignedClient(service => new Uri($"https://{service}.{Region}.amazonaws.com/"), Region, credentials);
        }
        else
        {
            if (named is null) gateway = await GatewayUnderTest.StartAsync(options => options with { Keys = [new AccessKey(Key, Secret, OwnAccount)] });
            Address = gateway?.Endpoint ?? new Uri(named!);
            Client = new SignedClient(_ => Address, Region, new BasicAWSCredentials(Key, Secret));
        }

        Role = Environment.GetEnvironmentVariable("EDGE_COMPAT_ROLE") ?? $"arn:aws:iam::{(gateway is null ? "000000000000" : OwnAccount)}:role/edge-compat";
    }

    /// <summary>A name that no other run and no other test has: of a function, a table, a layer.</summary>
    internal string NextName() => $"{run}-{Interlocked.Increment(ref names):0000}"; // none begins another

    /// <summary>Calls Lambda. In target and body <c>@ARN</c>, <c>@ROLE</c> and <c>@ZIP</c> (a package with a handler that gives back its event) are filled in.</summary>
    internal Task<Answer> CallAsync(string method, string target, string body = "", params IEnumerable<(string Name, string Value)> headers) =>
        Client.SendAsync("lambda", method, Fill(target), Encoding.UTF8.GetBytes(Fill(body)), headers);

    /// <summary>Calls a service that takes JSON and names its operation in a header.</summary>
    internal Task<Answer> TargetAsync(string service, string operation, string body)
    {
        string prefix = service switch { "logs" => "Logs_20140328.", "streams.dynamodb" => "DynamoDBStreams_20120810.", _ => "DynamoDB_20120810." };
        return Client.SendAsync(service, "POST", "/", Encoding.UTF8.GetBytes(Fill(body)), ("X-Amz-Target", prefix + operation), ("Content-Type", service == "logs" ? "application/x-amz-json-1.1" : "application/x-amz-json-1.0"));
    }

    /// <summary>Notes what is to be deleted at the end. A refusal does not matter: the test has deleted it, or never got to make it.</summary>
    internal void DeleteLater(Func<Task> delete)
    {
        lock (gate) leftovers.Add(delete);
    }

    /// <summary>Skips a test that needs functions to run where they cannot.</summary>
    internal void RequireFunctions() => Assert.SkipUnless(CanRunFunctions, "A PoP runs functions on Linux only.");

    /// <summary>Asks again until the answer is good; then returns the last answer, good or not.</summary>
    internal async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isGood, int secondsMax = 60)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            T answer = await ask();
            if (isGood(answer) || TimeProvider.System.GetElapsedTime(start).TotalSeconds > secondsMax) return answer;
            await Task.Delay(TimeSpan.FromMilliseconds(IsAws ? 500 : 25), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (gateway is null) // a PoP of our own goes with all that it has
        {
            foreach (Func<Task> delete in Enumerable.Reverse(leftovers)) await delete();
        }

        Client.Dispose();
        if (gateway is not null) await gateway.DisposeAsync();
    }

    private string Fill(string text) =>
        text.Replace("@ARN", Arn, StringComparison.Ordinal).Replace("@ROLE", Role, StringComparison.Ordinal).Replace("@ZIP", Packages.Echo, StringComparison.Ordinal);
}
