namespace Gateway.Clients.Tests;

/// <summary>boto3, the AWS command line and the SDKs for JavaScript with DynamoDB, as their users run them.</summary>
[Trait("Category", "Long")]
public sealed class ScriptTests(ClientEndpoint endpoint)
{
    [Fact]
    public async Task Boto3()
    {
        ClientRun run = await ClientRun.OfAsync(await Programs.PythonAsync(), ClientRun.Script("boto3/checks.py"), endpoint.Address, endpoint.Prefix);

        run.AssertAllOk(11);
    }

    [Fact]
    public async Task Aws_command_line()
    {
        ClientRun run = await ClientRun.OfAsync("bash", ClientRun.Script("cli/checks.sh"), await Programs.AwsAsync(), endpoint.Address, endpoint.Prefix);

        run.AssertAllOk(23);
    }

    [Theory]
    [InlineData("v2.mjs", 10)]
    [InlineData("v3.mjs", 17)]
    public async Task Sdk_for_JavaScript(string script, int checks)
    {
        ClientRun run = await ClientRun.OfAsync("node", Path.Combine(await Programs.JavaScriptAsync(), script), endpoint.Address, endpoint.Prefix);

        run.AssertAllOk(checks);
    }
}
