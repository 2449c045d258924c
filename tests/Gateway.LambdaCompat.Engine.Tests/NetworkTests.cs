namespace Gateway.LambdaCompat.Engine.Tests;

/// <summary>What functions of two accounts reach on one machine.</summary>
public sealed class NetworkTests
{
    private const string Allowed = "111111111111", Denied = "222222222222";

    /// <summary>Connects to a port of the loopback address, and asks the PoP's endpoint.</summary>
    private const string Prober = """
        const net = require('net'), http = require('http');
        const tries = (port) => new Promise((go) => net.connect(port, '127.0.0.1').on('connect', () => go('open')).on('error', (error) => go(error.code)));
        const asks = () => new Promise((go, fail) => http.get(process.env.AWS_ENDPOINT_URL, (answer) => { answer.resume(); answer.on('end', () => go(answer.statusCode)); }).on('error', fail));
        exports.handler = async (port) => [await tries(port), await asks()];
        """;

    /// <summary>Runtimes in reserve have the network of the default: the account with the other one must get none of them.</summary>
    [Theory]
    [InlineData(OutboundNetwork.Allowed)]
    [InlineData(OutboundNetwork.Denied)]
    public async Task Each_account_has_the_network_that_it_is_given(OutboundNetwork usual)
    {
        using RecordedEndpoint endpoint = new(), other = new();
        await using FunctionHost host = await StartAsync(options => options with
        {
            Endpoint = endpoint.Url,
            Network = usual,
            NetworkByAccount = new Dictionary<string, OutboundNetwork> { [Allowed] = OutboundNetwork.Allowed, [Denied] = OutboundNetwork.Denied },
            BlanksPerKind = 2,
            BlanksAtStart = [("nodejs20.x", 256)],
        });

        for (int round = 0; round < 2; round++) // the second time both kinds are in reserve
        {
            Assert.Equal("""["open",200]""", await host.CallAsync(Node(host, Allowed), $"{other.Url.Port}"));
            Assert.Equal("""["ECONNREFUSED",200]""", await host.CallAsync(Node(host, Denied), $"{other.Url.Port}"));
        }
    }

    [Fact]
    public async Task Runtimes_of_ones_own_too()
    {
        using RecordedEndpoint endpoint = new(), other = new();
        await using FunctionHost host = await StartAsync(options => options with
        {
            Endpoint = endpoint.Url,
            NetworkByAccount = new Dictionary<string, OutboundNetwork> { [Denied] = OutboundNetwork.Denied },
            ForbiddenPorts = [9001, 9002], // where the Runtime API is in a network of its own
        });
        const string Bootstrap = """
            #!/bin/bash
            api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
            while true; do
              id=$(curl -sS -D - -o /tmp/event "$api/invocation/next" | grep -i '^lambda-runtime-aws-request-id' | tr -d '\r' | cut -d' ' -f2)
              seen=closed
              (exec 3<>"/dev/tcp/127.0.0.1/$(cat /tmp/event)") 2>/dev/null && seen=open
              curl -sS -o /dev/null -d "\"$seen $(curl -sS -o /dev/null -w '%{http_code}' "$AWS_ENDPOINT_URL")\"" "$api/invocation/$id/response"
            done
            """;
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "curl is not installed.");

        Assert.Equal("\"open 200\"", await host.CallAsync(host.Function("provided.al2023", "x", ("bootstrap", Bootstrap)) with { AccountId = Allowed }, $"{other.Url.Port}"));
        Assert.Equal("\"closed 200\"", await host.CallAsync(host.Function("provided.al2023", "x", ("bootstrap", Bootstrap)) with { AccountId = Denied }, $"{other.Url.Port}"));
    }

    [Fact]
    public async Task Where_the_network_cannot_be_denied_only_those_accounts_run_that_may_have_it()
    {
        using RecordedEndpoint endpoint = new(), other = new();
        await using FunctionHost host = await FunctionHost.StartAsync(options => options with
        {
            Endpoint = endpoint.Url,
            Sandbox = SandboxMode.None,
            Network = OutboundNetwork.Denied,
            NetworkByAccount = new Dictionary<string, OutboundNetwork> { [Allowed] = OutboundNetwork.Allowed },
            BlanksPerKind = 1,
            BlanksAtStart = [("nodejs20.x", 256)],
        });

        Assert.False(host.Engine.CanRunAllAccounts);
        Assert.Equal("""["open",200]""", await host.CallAsync(Node(host, Allowed), $"{other.Url.Port}"));
        await Assert.ThrowsAsync<PlatformNotSupportedException>(() => host.CallAsync(Node(host, Denied), "1"));
        await Assert.ThrowsAsync<PlatformNotSupportedException>(() => host.Engine.ProvisionAsync(Node(host, Denied), 1, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Ports_that_the_kernel_does_not_close_are_told()
    {
        await using FunctionHost host = await FunctionHost.StartAsync(options => options with { ForbiddenPorts = [.. Enumerable.Range(1, 65)] }); // one more than it takes

        Assert.False(host.Engine.AreForbiddenPortsClosed);
        Assert.True(host.Engine.CanRunAllAccounts);
    }

    private static EnvironmentSpec Node(FunctionHost host, string account) => host.Node(Prober) with { AccountId = account };

    /// <summary>Skips the test where the machine cannot deny functions the network.</summary>
    private static async Task<FunctionHost> StartAsync(Func<ProcessEngineOptions, ProcessEngineOptions> change)
    {
        FunctionHost host = await FunctionHost.StartAsync(change);
        if (host.Engine.CanRunAllAccounts) return host;
        await host.DisposeAsync();
        Assert.Skip("To deny functions the network takes bubblewrap and root.");
        return host;
    }
}
