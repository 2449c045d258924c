using System.Diagnostics;
using Gateway.Testing;

namespace Gateway.Tidy.Tests;

/// <summary>What the README tells a newcomer to paste works, and prints what the README says.</summary>
public sealed class ExampleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    [Trait("Category", "Long")]
    public async Task The_example_prints_what_the_readme_shows()
    {
        string output = await RunAsync("run", "examples/two-pops.cs");

        string[] shown = [.. Repository.Read("README.md").Split('\n').Where(line => line.Contains(" show", StringComparison.Ordinal) && line.Contains("{\"M\":", StringComparison.Ordinal))];
        Assert.Equal(3, shown.Length);
        Assert.All(shown, line => Assert.Contains(line, output, StringComparison.Ordinal));
        Assert.Contains("same bytes   True", output, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}\n{await error}");
        return await output;
    }
}
