using System.Text.Json.Nodes;
using Gateway.Testing.Gateways;

namespace Gateway.Clients.Tests;

/// <summary>Functions, their logs and the object store, with the programs that people use; and functions as people have them, with every kind of handler.</summary>
[Trait("Category", "Long")]
public sealed class FunctionTests(FunctionPop pop)
{
    [Fact]
    public async Task Boto3()
    {
        string python = await Programs.PythonAsync();
        await Programs.JavaScriptAsync(); // two of the functions need its SDKs

        ClientRun run = await ClientRun.OfAsync(python, ClientRun.Script("boto3/lambda_checks.py"), pop.Address, pop.Prefix, FunctionPop.Functions);

        run.AssertAllOk(14);
    }

    [Fact]
    public async Task Aws_command_line()
    {
        ClientRun run = await ClientRun.OfAsync("bash", ClientRun.Script("cli/lambda.sh"), await Programs.AwsAsync(), pop.Address, pop.Prefix, FunctionPop.Functions);

        run.AssertAllOk(49);
    }

    [Theory]
    [InlineData("lambda.mjs", 13)]
    [InlineData("s3.mjs", 10)]
    public async Task Sdk_for_JavaScript(string script, int checks)
    {
        ClientRun run = await ClientRun.OfAsync("node", Path.Combine(await Programs.JavaScriptAsync(), script), pop.Address, pop.Prefix, FunctionPop.Functions);

        run.AssertAllOk(checks);
    }

    [Theory]
    [InlineData("provided.al2023", "bootstrap")]
    [InlineData("dotnet8", "bootstrap")]
    public async Task A_runtime_of_ones_own_in_CSharp(string runtime, string handler)
    {
        using FunctionClient client = new(pop.Address);
        string name = $"{pop.Prefix}-csharp-{runtime.Replace(".", "-", StringComparison.Ordinal)}", folder = Path.Combine(AppContext.BaseDirectory, "csharp-runtime");
        byte[] zip = FunctionClient.Zip(Directory.GetFiles(folder).Select(file => (Path.GetFileName(file), File.ReadAllBytes(file))));
        JsonObject settings = new() { ["MemorySize"] = 512, ["Timeout"] = 30, ["Environment"] = new JsonObject { ["Variables"] = new JsonObject { ["DOTNET_ROOT"] = DotnetFolder } } };
        await client.CreateAsync(name, runtime, handler, zip, settings);

        FunctionAnswer first = await client.InvokeAsync(name, """{"text":"ä😀"}"""), second = await client.InvokeAsync(name), third = await client.InvokeAsync(name, """{"fail":"on purpose"}""");

        Assert.True(first.Error is null, first.Body + first.Log + pop.LastWords);
        Assert.Equal("ä😀", JsonNode.Parse(first.Body)!["event"]!["text"]!.GetValue<string>());
        Assert.Equal(2, JsonNode.Parse(second.Body)!["calls"]!.GetValue<int>());
        Assert.Contains("call 2\n", second.Log, StringComparison.Ordinal);
        Assert.Equal(("Unhandled", "on purpose"), (third.Error, JsonNode.Parse(third.Body)!["errorMessage"]!.GetValue<string>()));
        await client.DeleteAsync(name);
    }

    /// <summary>Where the framework is that runs this test.</summary>
    private static string DotnetFolder => Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
}
