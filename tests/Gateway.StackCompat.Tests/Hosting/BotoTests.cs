using System.Diagnostics;
using Gateway.StackCompat.ApiGateway;
using Gateway.StackCompat.Logs;
using Gateway.StackCompat.S3;
using Gateway.StackCompat.Tests.ApiGateway;
using Gateway.StackCompat.Tests.Logs;
using Gateway.StackCompat.Tests.S3;
using Gateway.Testing;
using Gateway.Wire.Faces;

namespace Gateway.StackCompat.Tests.Hosting;

/// <summary>The AWS SDK for Python against the faces, over HTTP.</summary>
public sealed class BotoTests
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    [Trait("Category", "Long")]
    public async Task Boto3_finds_what_it_expects()
    {
        Assert.SkipUnless(File.Exists(Python) && await RunAsync("-c", "import boto3") is { Code: 0 }, "boto3 is not here");
        using BucketRig buckets = new();
        using ApiRig apis = new();
        await using LogRig logs = new();
        await using FaceHost host = await FaceHost.StartAsync(request => Choose(request, buckets.Face, apis.Face, logs.Face));

        (int code, string output) = await RunAsync(Repository.PathOf("tests/Gateway.StackCompat.Tests/Hosting/boto.py"), host.Address);
        Assert.True(code == 0, output);
        Assert.Empty(buckets.Bugs);
    }

    /// <summary>As the host does: by the service in the signature's scope.</summary>
    private static IFace Choose(FaceRequest request, S3Face s3, ApiGatewayFace apis, LogsFace logs)
    {
        string scope = request.Header("Authorization") ?? "";
        return scope.Contains("/apigateway/", StringComparison.Ordinal) ? apis : scope.Contains("/logs/", StringComparison.Ordinal) ? logs : s3;
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        ProcessStartInfo start = new(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        start.Environment["AWS_ACCESS_KEY_ID"] = "any";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "any";
        start.Environment["AWS_DEFAULT_REGION"] = FaceHost.Region;
        start.Environment["AWS_CONFIG_FILE"] = "/nonexistent";
        using Process process = Process.Start(start)!;
        CancellationToken token = TestContext.Current.CancellationToken;
        Task<string> output = process.StandardOutput.ReadToEndAsync(token);
        Task<string> errors = process.StandardError.ReadToEndAsync(token);
        await process.WaitForExitAsync(token);
        return (process.ExitCode, await output + await errors);
    }
}
