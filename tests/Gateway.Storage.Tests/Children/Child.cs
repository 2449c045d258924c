using System.Diagnostics;

namespace Gateway.Storage.Tests.Children;

/// <summary>This program, started again as one of <see cref="ChildPrograms"/>. Killed when disposed of.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process process;
    private bool isDisposed;

    public Child(string name, string folder, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, [.. Host(), "child", name, folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string variable, string value) in environment) start.Environment[variable] = value;
        process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
    }

    /// <summary>The next line that it told; null when it has ended.</summary>
    public async Task<string?> ReadAsync(CancellationToken token) => await process.StandardOutput.ReadLineAsync(token);

    /// <summary>kill -9.</summary>
    public void Kill() => process.Kill();

    /// <summary>Lets one that waits for input go on, waits for its end, and gives its exit code.</summary>
    public async Task<int> EndAsync(CancellationToken token)
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync(token);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (isDisposed) return;
        isDisposed = true;
        if (!process.HasExited) process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>Under <c>dotnet X.dll</c> the process is dotnet, and the program its first argument.</summary>
    private static string[] Host() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Child).Assembly.Location] : [];
}
