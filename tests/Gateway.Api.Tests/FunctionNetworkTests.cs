using System.Net;
using System.Net.Sockets;
using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Logs;
using Gateway.Testing;
using Gateway.Testing.Gateways;

namespace Gateway.Api.Tests;

/// <summary>One account may have the network and another not: through a whole PoP.</summary>
public sealed class FunctionNetworkTests
{
    private const string Allowed = "111111111111", Denied = "222222222222";

    /// <summary>Connects to a port of the machine, and asks the PoP for the names of its account's tables.</summary>
    private const string Code = """
        const net = require('net'), e = process.env;
        const tries = (port) => new Promise((go) => net.connect(port, '127.0.0.1').on('connect', () => go('open')).on('error', () => go('closed')));
        exports.handler = async (port) => {
            const credential = `${e.AWS_ACCESS_KEY_ID}/20261122/${e.AWS_REGION}/dynamodb/aws4_request`;
            const headers = { 'X-Amz-Target': 'DynamoDB_20120810.ListTables', 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Security-Token': e.AWS_SESSION_TOKEN, Authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=00` };
            const answer = await fetch(e.AWS_ENDPOINT_URL, { method: 'POST', headers, body: '{}' });
            return [await tries(port), (await answer.json()).TableNames];
        };
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_account_reaches_the_machine_the_other_does_not_and_both_reach_their_tables()
    {
        NeedsNode();
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/bwrap"), "To deny functions the network takes bubblewrap and root.");
        await using GatewayUnderTest gateway = await GatewayUnderTest.StartAsync(options => options with
        {
            Functions = new() { Network = OutboundNetwork.Denied, NetworkByAccount = new Dictionary<string, OutboundNetwork> { [Allowed] = OutboundNetwork.Allowed } },
        });
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();

        Assert.Equal($"""["open",["of-{Allowed}"]]""", await AskAsync(gateway, Allowed, ((IPEndPoint)other.LocalEndpoint).Port));
        Assert.Equal($"""["closed",["of-{Denied}"]]""", await AskAsync(gateway, Denied, ((IPEndPoint)other.LocalEndpoint).Port));
    }

    [Fact]
    public async Task Forbidden_ports_are_closed_to_all_functions()
    {
        NeedsNode();
        using TcpListener forbidden = new(IPAddress.Loopback, 0), other = new(IPAddress.Loopback, 0);
        forbidden.Start();
        other.Start();
        int port = ((IPEndPoint)forbidden.LocalEndpoint).Port;
        Assert.SkipUnless(await CanClosePortsAsync(port), "The kernel does not let us.");
        await using GatewayUnderTest gateway = await GatewayUnderTest.StartAsync(options => options with { Functions = new() { ForbiddenPorts = [port] } });

        Assert.Equal($"""["closed",["of-{Allowed}"]]""", await AskAsync(gateway, Allowed, port));
        Assert.Equal($"""["open",["of-{Denied}"]]""", await AskAsync(gateway, Denied, ((IPEndPoint)other.LocalEndpoint).Port));
    }

    private static void NeedsNode()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Functions run on Linux only.");
        Assert.SkipUnless((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "node"))), "Node is not installed.");
    }

    private static async Task<bool> CanClosePortsAsync(int port)
    {
        using TestFolder folder = new();
        ProcessEngineOptions options = new() { WorkFolder = folder.At("work"), ForbiddenPorts = [port] };
        await using ProcessEngine engine = await ProcessEngine.StartAsync(options, new NoLog(), _ => new FunctionCredentials("A", "S", "T"), TimeProvider.System, new Random(1), Token);
        return engine.AreForbiddenPortsClosed;
    }

    private static async Task<string> AskAsync(GatewayUnderTest gateway, string account, int port)
    {
        string address = gateway.Endpoint.ToString();
        using HttpClient tables = new();
        using HttpRequestMessage create = new(HttpMethod.Post, address)
        {
            Content = new StringContent($$"""{"TableName":"of-{{account}}","AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST"}""", null, "application/x-amz-json-1.0"),
        };
        create.Headers.Add("X-Amz-Target", "DynamoDB_20120810.CreateTable");
        create.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={account}/20261122/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00");
        using HttpResponseMessage created = await tables.SendAsync(create, Token);
        Assert.True(created.IsSuccessStatusCode, await created.Content.ReadAsStringAsync(Token));

        using FunctionClient client = new(address, account);
        await client.CreateAsync("prober", "nodejs20.x", "index.handler", FunctionClient.Zip(("index.js", Code)), new() { ["Timeout"] = 30 });
        return (await client.InvokeAsync("prober", $"{port}", Token)).Body;
    }

    private sealed class NoLog : IFunctionLog
    {
        public void Append(string accountId, string region, string group, string stream, long milliseconds, string message)
        {
        }
    }
}
