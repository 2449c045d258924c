using System.Net;
using System.Net.Sockets;

namespace Gateway.LambdaCompat.Engine.Tests;

/// <summary>The other kinds of walls, and what strangers may not do.</summary>
public sealed class WallTests
{
    [Theory]
    [InlineData(SandboxMode.None)]
    [InlineData(SandboxMode.Unprivileged)]
    public async Task Functions_run_behind_lesser_walls_too(SandboxMode mode)
    {
        await using FunctionHost host = await FunctionHost.StartAsync(options => options with { Sandbox = mode, BlanksPerKind = 1 });
        Assert.SkipWhen(mode == SandboxMode.Unprivileged && !host.Engine.IsSandboxed, "There is no bubblewrap.");
        Assert.Equal(mode == SandboxMode.Unprivileged, host.Engine.IsSandboxed);
        EnvironmentSpec node = host.Node("exports.handler = async () => require('fs').readdirSync(process.env.LAMBDA_TASK_ROOT);");
        Assert.Equal("""["index.js"]""", await host.CallAsync(node));
        Assert.Equal("""["index.js"]""", await host.CallAsync(node));
        Assert.Equal("3", await host.CallAsync(host.Python("def handler(event, context):\n    return 3\n")));
        EnvironmentSpec layered = host.Node("exports.handler = async () => require('one');") with { LayerFolders = [host.Folder(("nodejs/node_modules/one/index.js", "module.exports = 1;"))] };
        Assert.Equal("1", await host.CallAsync(layered));
        EnvironmentSpec temporary = host.Node("const fs = require('fs'); exports.handler = async () => { fs.writeFileSync(require('os').tmpdir() + '/a', 'b'); return fs.readFileSync(require('os').tmpdir() + '/a', 'utf8'); };");
        Assert.Equal("\"b\"", await host.CallAsync(temporary));
        Assert.Equal("Runtime.ExitError", (await host.FailAsync(host.Node("exports.handler = () => process.exit(1);"))).GetProperty("errorType").GetString());
    }

    [Fact]
    public async Task Forbidden_ports_cannot_be_reached_and_others_can()
    {
        using RecordedEndpoint forbidden = new();
        using RecordedEndpoint allowed = new();
        await using FunctionHost host = await FunctionHost.StartAsync(options => options with { ForbiddenPorts = [1, forbidden.Url.Port, 2] });
        Assert.SkipUnless(host.Engine.AreForbiddenPortsClosed, "The kernel does not let us.");
        EnvironmentSpec spec = host.Node("""
            const net = require('net');
            const tries = (port, host) => new Promise((go) => net.connect(port, host).on('connect', () => go('open')).on('error', (error) => go(error.code)));
            exports.handler = async ([forbidden, allowed]) => [await tries(forbidden, '127.0.0.1'), await tries(forbidden, '::1'), await tries(forbidden, '::ffff:127.0.0.1'), await tries(allowed, '127.0.0.1')];
            """);
        Assert.Equal("""["EPERM","EPERM","EPERM","open"]""", await host.CallAsync(spec, $"[{forbidden.Url.Port},{allowed.Url.Port}]"));
    }

    [Fact]
    public async Task A_network_that_cannot_be_denied_is_told_at_the_start()
    {
        await Assert.ThrowsAsync<PlatformNotSupportedException>(() => FunctionHost.StartAsync(options => options with { Sandbox = SandboxMode.None, Network = OutboundNetwork.Denied }));
    }

    [Fact]
    public async Task A_stranger_on_the_loopback_address_gets_no_invocation()
    {
        await using FunctionHost host = await FunctionHost.StartAsync(options => options with { InitMax = TimeSpan.FromSeconds(2) });
        Assert.SkipUnless(host.Engine.Description.Contains("cgroup", StringComparison.Ordinal), "Who is a stranger is known by control groups only.");
        EnvironmentSpec spec = host.Function("provided", "x", ("bootstrap", "#!/bin/bash\necho \"api $AWS_LAMBDA_RUNTIME_API\"\nsleep 30\n")) with { Timeout = TimeSpan.FromSeconds(1) };
        Task<InvocationOutcome> call = host.RawAsync(spec);
        string? address = null;
        for (int round = 0; round < 500 && address is null; round++)
        {
            address = host.Log.Messages.FirstOrDefault(message => message.StartsWith("api ", StringComparison.Ordinal))?[4..].Trim();
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPEndPoint.Parse(address!), TestContext.Current.CancellationToken);
        try
        {
            await socket.SendAsync("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), SocketFlags.None);
            Assert.Equal(0, await socket.ReceiveAsync(new byte[100], SocketFlags.None));
        }
        catch (SocketException)
        {
            // Turned away even earlier.
        }

        Assert.Equal("Sandbox.Timedout", (await call).ErrorType);
    }
}
