using Gateway.Testing;

namespace Gateway.LambdaCompat.Engine.Tests;

/// <summary>AWS's own runtime client for Node, from npm, unchanged.</summary>
public sealed class RuntimeClientTests
{
    private static readonly string Modules = Path.Combine(Repository.Root, ".build", "clients", "ric", "node_modules");

    [Theory]
    [InlineData(OutboundNetwork.Allowed)]
    [InlineData(OutboundNetwork.Denied)]
    public async Task It_runs_a_handler_against_our_runtime_api(OutboundNetwork network)
    {
        Assert.SkipUnless(File.Exists(Path.Combine(Modules, "aws-lambda-ric", "dist", "rapid-client.node")),
            "aws-lambda-ric is not installed: npm install --prefix .build/clients/ric aws-lambda-ric@3.3.0 (it builds itself: cmake, autoconf, libtool, g++).");
        await using FunctionHost host = await FunctionHost.StartAsync(network);
        EnvironmentSpec spec = host.Function("provided.al2023", "index.handler",
            ("bootstrap", "#!/bin/sh\ncd \"$LAMBDA_TASK_ROOT\"\nexec node /opt/node_modules/aws-lambda-ric/bin/index.mjs \"$_HANDLER\"\n"),
            ("index.js", """
                exports.handler = async (event, context) => {
                  console.log('by', context.functionName);
                  if (event.fail) throw new RangeError('no');
                  return { event, id: context.awsRequestId.length, left: context.getRemainingTimeInMillis() > 0, client: context.clientContext };
                };
                exports.stream = awslambda.streamifyResponse(async (event, stream) => {
                  stream.setContentType('text/plain');
                  stream.write('one ');
                  if (event.fail) { await new Promise((go) => setTimeout(go, 20)); throw new RangeError('midway'); }
                  stream.end('two');
                });
                """)) with
        { LayerFolders = [LayerOfModules(host)], MemoryMegabytes = 512 };

        InvocationOutcome outcome = await host.RawAsync(spec, """{"a":"ü"}""", clientContext: """{"custom":{"k":"v"}}""");
        Assert.True(outcome.Status == InvocationStatus.Succeeded, FunctionHost.Text(outcome) + string.Concat(host.Log.Messages));
        Assert.Equal("""{"event":{"a":"ü"},"id":36,"left":true,"client":{"custom":{"k":"v"}}}""", FunctionHost.Text(outcome));
        Assert.Equal(("RangeError", "no"), ((await host.RawAsync(spec, """{"fail":true}""")).ErrorType, (await host.FailAsync(spec, """{"fail":true}""")).GetProperty("errorMessage").GetString()));
        Assert.Contains(host.Log.Messages, message => message.Contains("\tINFO\tby hello", StringComparison.Ordinal));

        EnvironmentSpec streaming = spec with { Key = "streaming", Handler = "index.stream" };
        RecordedSink sink = new();
        Assert.Equal(InvocationStatus.Succeeded, (await host.RawAsync(streaming, sink: sink)).Status);
        Assert.Equal(("text/plain", "one two"), (sink.ContentType, System.Text.Encoding.UTF8.GetString(sink.Bytes)));
        InvocationOutcome failed = await host.RawAsync(streaming, """{"fail":true}""", sink: new RecordedSink());
        Assert.Equal((InvocationStatus.Failed, "RangeError"), (failed.Status, failed.ErrorType));
    }

    /// <summary>A link would lead out of the walls.</summary>
    private static string LayerOfModules(FunctionHost host)
    {
        string layer = host.Folder(("readme", "modules"));
        Copy(new DirectoryInfo(Modules), Path.Combine(layer, "node_modules"));
        return layer;
    }

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (FileInfo file in from.EnumerateFiles()) file.CopyTo(Path.Combine(to, file.Name));
        foreach (DirectoryInfo folder in from.EnumerateDirectories().Where(folder => folder.Name is not ("deps" or "src" or ".bin"))) Copy(folder, Path.Combine(to, folder.Name));
    }
}
