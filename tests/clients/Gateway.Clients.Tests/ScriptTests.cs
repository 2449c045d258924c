using Gateway.Testing;

namespace Gateway.Clients.Tests;

/// <summary>boto3, the AWS command line and the SDKs for JavaScript, as their users run them. What is missing on a machine is skipped, and the reason says how to get it.</summary>
[Trait("Category", "Long")]
public sealed class ScriptTests(ClientEndpoint endpoint)
{
    private const string NodeModules = ".build/clients/javascript";

    [Fact]
    public async Task Boto3()
    {
        // Debian's own interpreter: another python3 earlier in the path does not see Debian's packages.
        string python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        Assert.SkipUnless(await RunsAsync(python, "-c", "import boto3"), "boto3 not found (Debian, Ubuntu: apt-get install python3-boto3)");

        ClientRun run = await ClientRun.OfAsync(python, ClientRun.Script("boto3/checks.py"), endpoint.Address, endpoint.Prefix);

        run.AssertAllOk(11);
    }

    [Fact]
    public async Task Aws_command_line()
    {
        string aws = File.Exists("/usr/bin/aws") ? "/usr/bin/aws" : "aws";
        Assert.SkipUnless(await RunsAsync(aws, "--version"), "the AWS command line not found (Debian: apt-get install awscli)");

        ClientRun run = await ClientRun.OfAsync("bash", ClientRun.Script("cli/checks.sh"), aws, endpoint.Address, endpoint.Prefix);

        run.AssertAllOk(23);
    }

    [Theory]
    [InlineData("v2.mjs", 10)]
    [InlineData("v3.mjs", 17)]
    public async Task Sdk_for_JavaScript(string script, int checks)
    {
        Assert.SkipUnless(await RunsAsync("node", "--version"), "node not found (Debian, Ubuntu: apt-get install nodejs npm)");
        string folder = Repository.PathOf(NodeModules);
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules")), $"the SDKs are not installed: ./test does it, or `cp tests/clients/javascript/{{package*.json,.npmrc}} {NodeModules} && npm ci --prefix {NodeModules}`");
        foreach (string source in Directory.GetFiles(ClientRun.Script("javascript"), "*.mjs")) File.Copy(source, Path.Combine(folder, Path.GetFileName(source)), overwrite: true); // modules are found from where the script lies

        ClientRun run = await ClientRun.OfAsync("node", Path.Combine(folder, script), endpoint.Address, endpoint.Prefix);

        run.AssertAllOk(checks);
    }

    private static async Task<bool> RunsAsync(string program, params string[] arguments)
    {
        try
        {
            return (await ClientRun.OfAsync(program, arguments)).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // there is no such program
        }
    }
}
