using System.Diagnostics;
using Gateway.Testing;

namespace Gateway.Cli.Tests;

/// <summary>The transcripts run in this process; these tests start real ones.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task The_built_program_answers_on_its_own()
    {
        (int exitCode, string output, string error) = await RunAsync("dotnet", Path.Combine(AppContext.BaseDirectory, "edgectl.dll"), "--version");

        Assert.Equal((0, "edgectl 0.1.0\n", ""), (exitCode, output, error));
    }

    [Fact]
    public async Task The_script_in_the_root_passes_arguments_output_and_exit_code_through()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the script needs bash");

        (int exitCode, string output, string error) = await RunAsync("bash", Repository.PathOf("edgectl"), "no such command");

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("edgectl: unknown command 'no such command'\n", error, StringComparison.Ordinal); // a line about building may stand before it
    }

    /// <summary>From a fresh clone this builds the server, which takes a minute.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public async Task The_script_builds_starts_and_stops_a_PoP()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the script needs bash");
        CancellationToken token = TestContext.Current.CancellationToken;
        string folder = Directory.CreateTempSubdirectory("edge-").FullName;
        try
        {
            ProcessStartInfo start = new("bash", [Repository.PathOf("edgectl"), "up", "--port", "0", "--data", "data"]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true };
            using Process pop = Process.Start(start)!;
            string endpoint = "";
            while (await pop.StandardOutput.ReadLineAsync(token) is { } line && line != "ready")
            {
                if (line.StartsWith("  endpoint ", StringComparison.Ordinal)) endpoint = line.Split(' ')[^1];
            }

            using HttpClient client = new();
            string health = await client.GetStringAsync(endpoint, token);
            using Process kill = Process.Start("kill", [$"{pop.Id}"]); // the server has taken the place of the script
            await pop.WaitForExitAsync(token);

            Assert.Equal((0, "healthy: dynamodb.us-east-1.amazonaws.com "), (pop.ExitCode, health));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string file, params string[] arguments)
    {
        ProcessStartInfo start = new(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        CancellationToken token = TestContext.Current.CancellationToken;
        Task<string> output = process.StandardOutput.ReadToEndAsync(token);
        Task<string> error = process.StandardError.ReadToEndAsync(token);
        await process.WaitForExitAsync(token);
        return (process.ExitCode, await output, await error);
    }
}
