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
