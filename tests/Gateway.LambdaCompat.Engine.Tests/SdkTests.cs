using Gateway.Testing;

namespace Gateway.LambdaCompat.Engine.Tests;

/// <summary>Code that names no endpoint finds the PoP, whatever SDK it uses.</summary>
public sealed class SdkTests
{
    private static readonly string Modules = Path.Combine(Repository.Root, ".build", "clients", "javascript", "node_modules");

    public static TheoryData<string, string> NodeFunctions => new()
    {
        { "nodejs16.x", "const AWS = require('aws-sdk'); exports.handler = async () => (await new AWS.DynamoDB().listTables().promise()).TableNames;" },
        { "nodejs14.x", "const DynamoDB = require('aws-sdk/clients/dynamodb'); exports.handler = async () => (await new DynamoDB().listTables().promise()).TableNames;" },
        { "nodejs16.x", "const AWS = require('aws-sdk/global'); const DynamoDB = require('aws-sdk/clients/dynamodb'); exports.handler = async () => (await new DynamoDB({ region: 'us-east-1' }).listTables().promise()).TableNames;" },
        { "nodejs16.x", "const doc = require('./node_modules/dynamodb-doc'); exports.handler = (e, c, callback) => new doc.DynamoDB().listTables({}, (error, data) => callback(error, data && data.TableNames));" },
        { "nodejs20.x", "const { DynamoDBClient, ListTablesCommand } = require('@aws-sdk/client-dynamodb'); exports.handler = async () => (await new DynamoDBClient({}).send(new ListTablesCommand({}))).TableNames;" },
    };

    [Theory]
    [MemberData(nameof(NodeFunctions))]
    public async Task Sdks_for_node_ask_the_pop(string runtime, string code)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Modules, "aws-sdk")), "The SDKs for JavaScript are not installed: ./test does it.");
        using RecordedEndpoint endpoint = new();
        await using FunctionHost host = await FunctionHost.StartAsync(options => options with { Endpoint = endpoint.Url, NodeSdkV2Folder = Modules, NodeSdkV3Folder = Modules, BlanksPerKind = 1 });
        EnvironmentSpec spec = host.Function(runtime, "index.handler", ("index.js", code), ("node_modules/dynamodb-doc/index.js", "const AWS = require('aws-sdk'); exports.DynamoDB = function () { return new AWS.DynamoDB(); };"));
        Assert.Equal("""["here"]""", await host.CallAsync(spec));
        Assert.Equal("DynamoDB_20120810.ListTables", Assert.Single(endpoint.Operations));
    }

    [Fact]
    public async Task Clients_that_are_older_than_the_variable_get_the_endpoint_as_their_own()
    {
        await using FunctionHost host = await FunctionHost.StartAsync(options => options with { Endpoint = new Uri("http://127.0.0.1:8123") });
        EnvironmentSpec spec = host.Function("nodejs18.x", "index.handler",
            ("index.js", """
                const { Client } = require('@aws-sdk/smithy-client');
                const make = (config) => Object.assign(new Client(), { config });
                exports.handler = async () => [await make({}).send(), await make({ isCustomEndpoint: true, endpoint: async () => 'own' }).send()];
                """),
            ("node_modules/@aws-sdk/smithy-client/index.js", "exports.Client = class { send() { return this.config.endpoint(); } };"));
        Assert.Equal("""[{"protocol":"http:","hostname":"127.0.0.1","port":8123,"path":"/"},"own"]""", await host.CallAsync(spec));
    }

    [Theory]
    [InlineData("nodejs22.x", "import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'; export const handler = async () => (await new DynamoDBClient({}).send(new ListTablesCommand({}))).TableNames;")]
    [InlineData("nodejs16.x", "import AWS from 'aws-sdk'; export const handler = async () => (await new AWS.DynamoDB().listTables().promise()).TableNames;")]
    public async Task A_module_finds_the_bundled_sdk_too(string runtime, string code)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Modules, "@aws-sdk")), "The SDKs for JavaScript are not installed: ./test does it.");
        using RecordedEndpoint endpoint = new();
        await using FunctionHost host = await FunctionHost.StartAsync(options => options with { Endpoint = endpoint.Url, NodeSdkV2Folder = Modules, NodeSdkV3Folder = Modules });
        Assert.SkipUnless(host.Engine.IsSandboxed, "Without walls a module finds only what lies in folders above it.");
        EnvironmentSpec spec = host.Function(runtime, "index.handler", ("index.mjs", code));
        Assert.Equal("""["here"]""", await host.CallAsync(spec));
    }

    [Theory]
    [InlineData(OutboundNetwork.Allowed)]
    [InlineData(OutboundNetwork.Denied)]
    public async Task Boto3_asks_the_pop_also_where_nothing_else_can_be_reached(OutboundNetwork network)
    {
        Assert.SkipUnless(File.Exists("/usr/lib/python3/dist-packages/boto3/__init__.py"), "boto3 is not installed: apt-get install python3-boto3.");
        using RecordedEndpoint endpoint = new();
        await using FunctionHost host = await FunctionHost.StartAsync(network, options => options with { Endpoint = endpoint.Url, PythonPath = "/usr/bin/python3" });
        EnvironmentSpec spec = host.Python("""
            import boto3, socket
            def handler(event, context):
                names = boto3.client('dynamodb').list_tables()['TableNames']
                try:
                    socket.create_connection(('127.0.0.1', event['other']), 1).close()
                    return [names, 'open']
                except OSError:
                    return [names, 'closed']
            """) with
        { MemoryMegabytes = 512 };
        using RecordedEndpoint other = new();
        string expected = network == OutboundNetwork.Denied ? "closed" : "open";
        Assert.Equal($$"""[["here"], "{{expected}}"]""", await host.CallAsync(spec, $$"""{"other":{{other.Url.Port}}}"""));
    }
}
