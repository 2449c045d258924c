using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Gateway.Testing.Gateways;

/// <summary>The real program in a process of its own, on a free loopback port.</summary>
public sealed class PopProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    private readonly Process process;
    private readonly Queue<string> lastWords = new();
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int announced;

    private PopProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Remember(line.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => ready.TrySetResult();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Known once it answers; it takes a free one itself, which nobody else can take in between.</summary>
    public int Port { get; private set; }

    /// <summary>As <c>http://127.0.0.1:40123</c>.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Resident memory, in MB.</summary>
    public double Megabytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>Starts it without waiting for anything.</summary>
    /// <param name="folder">Where it keeps its data.</param>
    /// <param name="sdks">A folder of SDKs that functions find; null for none.</param>
    public static PopProcess Start(string folder, string? sdks = null)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Gateway.Api.dll");
        ProcessStartInfo start = new("dotnet", [program, "up", "--port", "0", "--data", folder, "--durability", "fsync"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment.Remove("EDGE_FUNCTION_SDKS");
        if (sdks is not null) start.Environment["EDGE_FUNCTION_SDKS"] = sdks;
        return new PopProcess(Process.Start(start)!);
    }

    /// <summary>Waits until it answers.</summary>
    public async Task WaitAsync(CancellationToken token)
    {
        try
        {
            await ready.Task.WaitAsync(Patience, TimeProvider.System, token);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The PoP does not answer: {LastWords()}");
        }

        if (Port != 0) return;
        await process.WaitForExitAsync(token); // all that it wrote has come then
        Assert.Fail($"The PoP ended with {process.ExitCode}: {LastWords()}");
    }

    /// <summary>Ends it at once, as <c>kill -9</c> does: it cannot write another byte.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Ends it as a service manager does, so that it takes its functions with it; one that does not end is killed.</summary>
    public async Task StopAsync()
    {
        using (Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync(CancellationToken.None);
        using CancellationTokenSource tooLong = new(Patience, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(tooLong.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }

    public string LastWords()
    {
        lock (lastWords) return string.Join('\n', lastWords);
    }

    /// <summary>The banner, up to <c>ready</c>.</summary>
    private void Hear(string? line)
    {
        Remember(line);
        if (line?.StartsWith("  endpoint ", StringComparison.Ordinal) == true) announced = new Uri(line.Split(' ')[^1]).Port;
        if (line != "ready") return;
        Port = announced;
        ready.TrySetResult();
    }

    private void Remember(string? line)
    {
        if (line is null) return;
        lock (lastWords)
        {
            lastWords.Enqueue(line);
            if (lastWords.Count > 30) lastWords.Dequeue();
        }
    }
}
