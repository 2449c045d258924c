using System.Diagnostics;
using Gateway.Api.Options;

namespace Gateway.Api.Cluster;

/// <summary>One PoP that another process runs: started, started again when it ends by itself, stopped.</summary>
/// <param name="about">Which one.</param>
/// <param name="arguments">Behind <c>pop</c>.</param>
/// <param name="say">Takes lines for the operator.</param>
/// <param name="time">The clock.</param>
internal sealed class SupervisedPop(ClusterFile about, string[] arguments, Action<string> say, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongRun = TimeSpan.FromSeconds(30);
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private Process? process;
    private Task output = Task.CompletedTask;
    private Task keeping = Task.CompletedTask;
    private string lastError = "";

    /// <summary>Which one it is.</summary>
    public ClusterFile About => about;

    /// <summary>Where it answers; empty before it does.</summary>
    public string Endpoint { get; private set; } = "";

    /// <summary>Starts it and waits until it answers.</summary>
    /// <exception cref="OptionsFault">It has ended instead.</exception>
    public async Task StartAsync(CancellationToken token)
    {
        Process started = Start();
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(token, stopping.Token);
        TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task errors = ForwardAsync(started.StandardError, line => say($"{about.Name} | {lastError = line}"));
        output = Task.WhenAll(errors, ForwardAsync(started.StandardOutput, line => Read(line, ready)));
        Task ended = started.WaitForExitAsync(either.Token);
        await Task.WhenAny(ready.Task, ended);
        if (ready.Task.IsCompleted) return;

        await ended; // throws if it was the token
        await errors;
        throw new OptionsFault($"{about.Name} does not start: {lastError}");
    }

    /// <summary>From now on it is started again whenever it ends by itself.</summary>
    public void KeepRunning() => keeping = KeepAsync();

    /// <summary>Ends it at once.</summary>
    public void Kill()
    {
        lock (gate)
        {
            try
            {
                process?.Kill();
            }
            catch (InvalidOperationException)
            {
                return; // it has ended
            }
        }
    }

    /// <summary>Asks it to stop, and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            stopping.Cancel();
            if (process is { HasExited: false } running) running.StandardInput.Close(); // it ends when the pipe does
        }

        await keeping;
        if (process is not null) await process.WaitForExitAsync(CancellationToken.None);
        await output;
        process?.Dispose();
        stopping.Dispose();
    }

    private Process Start()
    {
        // As `dotnet Gateway.Api.dll` or as a program of its own: in the way in which this process was started.
        string program = Environment.ProcessPath!;
        string[] command = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(SupervisedPop).Assembly.Location, "pop", .. arguments] : ["pop", .. arguments];
        ProcessStartInfo start = new(program, command) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        lock (gate)
        {
            stopping.Token.ThrowIfCancellationRequested();
            process?.Dispose();
            return process = Process.Start(start)!;
        }
    }

    private void Read(string line, TaskCompletionSource ready)
    {
        const string EndpointLine = "  endpoint ";
        if (ready.Task.IsCompleted) say($"{about.Name} | {line}");
        else if (line.StartsWith(EndpointLine, StringComparison.Ordinal)) Endpoint = line.Split(' ')[^1];
        else if (line == "ready") ready.SetResult();
    }

    private async Task KeepAsync()
    {
        TimeSpan pause = FirstPause;
        long since = time.GetTimestamp();
        try
        {
            while (true)
            {
                await process!.WaitForExitAsync(stopping.Token);
                if (time.GetElapsedTime(since) > LongRun) pause = FirstPause;
                say($"{about.Name} has ended with exit code {process.ExitCode}; it is started again in {pause.TotalSeconds:0.#} s");
                await Task.Delay(pause, time, stopping.Token);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                since = time.GetTimestamp();
                try
                {
                    await StartAsync(stopping.Token);
                    say($"{about.Name} answers again at {Endpoint}");
                }
                catch (OptionsFault)
                {
                    continue; // its own words were passed on
                }
            }
        }
        catch (OperationCanceledException)
        {
            return; // it is asked to stop
        }
    }

    private static async Task ForwardAsync(StreamReader from, Action<string> to)
    {
        while (await from.ReadLineAsync() is { } line) to(line);
    }
}
