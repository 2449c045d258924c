using System.Reflection;
using Gateway.Api.Options;
using Gateway.Storage;

namespace Gateway.Api;

/// <summary>What <c>edgectl up</c> prints when it answers: short, and enough to use it. The last line is <c>ready</c>.</summary>
internal static class Banner
{
    public static string Of(PopOptions options, Pop pop, string? configFile)
    {
        string endpoint = pop.Endpoint.ToString().TrimEnd('/'); // an address, not `localhost`: SDKs choose how to address S3 by that
        string version = typeof(Banner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        string durability = options.Durability == Durability.Fsync ? "fsync: acknowledged means on disk" : "os: a crash of the machine may lose the last writes";
        string access = (pop.KeyCount, options.Auth) switch
        {
            (0, _) => "any credentials, from this machine only",
            (_, AuthMode.Warn) => $"{Keys(pop.KeyCount)}, NOT ENFORCED (--auth warn)",
            _ => $"{Keys(pop.KeyCount)}; requests must be signed",
        };
        string credentials = pop.KeyCount == 0 ? "AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any " : "";
        string walls = HasBubblewrap() ? "in bubblewrap" : "without walls, of one account only: bubblewrap is not installed";
        string configuration = configFile is null ? "" : $"  config     {Path.GetFullPath(configFile)}\n";
        string cluster = pop.Name is null ? "" : $"  cluster    {pop.Name}\n";
        return $"""
            EdgeGateway {version}
              endpoint   {endpoint}
              data       {Path.GetFullPath(options.DataFolder)} ({durability})
              access     {access}
              functions  {walls}
            {cluster}{configuration}  AWS CLI    {credentials}aws dynamodb list-tables --region us-east-1 --endpoint-url {endpoint}
              SDKs       AWS_ENDPOINT_URL={endpoint}
            ready

            """;
    }

    private static bool HasBubblewrap() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "bwrap")));

    private static string Keys(int count) => count == 1 ? "1 key" : $"{count} keys";
}
