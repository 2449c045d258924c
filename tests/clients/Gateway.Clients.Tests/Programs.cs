using Gateway.Testing;

namespace Gateway.Clients.Tests;

/// <summary>The programs that the tests of clients run. What is missing on a machine is skipped, and the reason says how to get it.</summary>
internal static class Programs
{
    private const string JavaScriptFolder = ".build/clients/javascript";

    /// <summary>Debian's own interpreter: another python3 earlier in the path does not see Debian's packages.</summary>
    public static async Task<string> PythonAsync()
    {
        string python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        Assert.SkipUnless(await RunsAsync(python, "-c", "import boto3"), "boto3 not found (Debian, Ubuntu: apt-get install python3-boto3)");
        return python;
    }

    public static async Task<string> AwsAsync()
    {
        string aws = File.Exists("/usr/bin/aws") ? "/usr/bin/aws" : "aws";
        Assert.SkipUnless(await RunsAsync(aws, "--version"), "the AWS command line not found (Debian: apt-get install awscli)");
        return aws;
    }

    /// <summary>The folder that holds the scripts and, beside them, the SDKs.</summary>
    public static async Task<string> JavaScriptAsync()
    {
        Assert.SkipUnless(await RunsAsync("node", "--version"), "node not found (Debian, Ubuntu: apt-get install nodejs npm)");
        string folder = Repository.PathOf(JavaScriptFolder);
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules")), $"the SDKs are not installed: ./test does it, or `cp tests/clients/javascript/{{package*.json,.npmrc}} {JavaScriptFolder} && npm ci --prefix {JavaScriptFolder}`");
        foreach (string source in Directory.GetFiles(ClientRun.Script("javascript"), "*.mjs")) Replace(source, Path.Combine(folder, Path.GetFileName(source))); // modules are found from where the script lies
        return folder;
    }

    /// <summary>In one step: another test may be reading the old one.</summary>
    private static void Replace(string source, string target)
    {
        string next = $"{target}.{Path.GetRandomFileName()}";
        File.Copy(source, next);
        File.Move(next, target, overwrite: true);
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
