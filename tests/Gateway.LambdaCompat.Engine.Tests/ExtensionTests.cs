namespace Gateway.LambdaCompat.Engine.Tests;

public sealed class ExtensionTests
{
    private const string Extension = """
        #!/usr/bin/env python3
        import http.client, json, os, sys, time
        api = os.environ['AWS_LAMBDA_RUNTIME_API']
        def call(method, path, body=None, headers={}):
            connection = http.client.HTTPConnection(api)
            connection.request(method, '/2020-01-01/extension/' + path if not path.startswith('/') else path, body, headers)
            answer = connection.getresponse()
            return answer.status, dict((name.lower(), value) for name, value in answer.getheaders()), answer.read().decode()
        status, headers, body = call('POST', 'register', json.dumps({'events': ['INVOKE', 'SHUTDOWN']}), {'Lambda-Extension-Name': os.path.basename(__file__), 'Lambda-Extension-Accept-Feature': 'accountId'})
        identifier = {'Lambda-Extension-Identifier': headers['lambda-extension-identifier']}
        print('registered', status, body, flush=True)
        print('telemetry', call('PUT', '/2022-07-01/telemetry', '{}', identifier)[2], flush=True)
        print('stranger', call('GET', 'event/next')[0], flush=True)
        while True:
            event = json.loads(call('GET', 'event/next', None, identifier)[2])
            if event['eventType'] == 'INVOKE':
                time.sleep(0.1)
            print('event', event['eventType'], event.get('invokedFunctionArn', event.get('shutdownReason')), flush=True)
            if event['eventType'] == 'SHUTDOWN':
                sys.exit(0)
        """;

    [Fact]
    public async Task An_extension_of_a_layer_hears_of_calls_and_of_the_end()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Node("exports.handler = async () => 1;") with { LayerFolders = [host.Folder(("extensions/watcher", Extension))], EnvironmentsMax = 1 };
        InvocationOutcome outcome = await host.RawAsync(spec);
        Assert.Equal("1", FunctionHost.Text(outcome));
        await AwaitAsync(host, "event INVOKE");
        Assert.Contains("registered 200 {\"functionName\":\"hello\",\"functionVersion\":\"$LATEST\",\"handler\":\"index.handler\",\"accountId\":\"000000000000\"}\n", host.Log.Messages);
        Assert.Contains("telemetry {\"errorMessage\":\"Telemetry API is not supported\",\"errorType\":\"Telemetry.NotSupported\"}\n", host.Log.Messages);
        Assert.Contains("stranger 403\n", host.Log.Messages);
        Assert.Contains("event INVOKE arn:aws:lambda:eu-central-1:000000000000:function:hello\n", host.Log.Messages);
        host.Engine.Retire(spec.Key);
        await AwaitAsync(host, "event SHUTDOWN spindown");
    }

    [Fact]
    public async Task A_wrapper_script_starts_the_runtime()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Node("exports.handler = async () => process.env.WRAPPED;") with { LayerFolders = [host.Folder(("wrap", "#!/bin/sh\nexport WRAPPED=yes\nexec \"$@\"\n"))] };
        string wrapper = host.Engine.IsSandboxed ? "/opt/wrap" : spec.LayerFolders[0] + "/wrap";
        Assert.Equal("\"yes\"", await host.CallAsync(spec with { Variables = new Dictionary<string, string> { ["AWS_LAMBDA_EXEC_WRAPPER"] = wrapper } }));
    }

    private static async Task AwaitAsync(FunctionHost host, string text)
    {
        for (int round = 0; round < 500 && !host.Log.Messages.Any(message => message.Contains(text, StringComparison.Ordinal)); round++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.Contains(host.Log.Messages, message => message.Contains(text, StringComparison.Ordinal));
    }
}
