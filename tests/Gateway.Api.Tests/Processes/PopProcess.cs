using System.Diagnostics;
using System.Globalization;

namespace Gateway.Api.Tests.Processes;

/// <summary>The built server as a process.</summary>
internal sealed class PopProcess : IDisposable
{
    private readonly Process process;
    private readonly Task<string> errors;

    private PopProcess(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync(Token);
    }

    public int Id => process.Id;

    public bool HasEnded => process.HasExited;

    /// <summary>As the banner says it; after <see cref="ReadUntilReadyAsync"/>.</summary>
    public string Endpoint { get; private set; } = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="folder">Its current folder.</param>
    /// <param name="arguments">As behind <c>edgectl up</c>.</param>
    public static PopProcess Start(string folder, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Gateway.Api.dll"), "up", .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return new PopProcess(process);
    }

    /// <returns>All that it printed, up to <c>ready</c>; or all at all, if it never was.</returns>
    public async Task<string> ReadUntilReadyAsync()
    {
        string all = "";
        while (await process.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            all += $"{line}\n";
            if (line.StartsWith("  endpoint ", StringComparison.Ordinal)) Endpoint = line.Split(' ')[^1];
            if (line == "ready") break;
        }

        return all;
    }

    /// <param name="signal">As <c>kill</c> knows it: TERM, INT.</param>
    public async Task<int> StopAsync(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Token);
        return await EndAsync();
    }

    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync(Token);
        return process.ExitCode;
    }

    /// <summary>All that it has written to standard error; it must have ended.</summary>
    public Task<string> ErrorsAsync() => errors;

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }
}
