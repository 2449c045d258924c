using System.Diagnostics;

namespace Gateway.Cluster.Tests.Pops;

/// <summary>One PoP in a process of its own, started again when it ends by itself.</summary>
/// <param name="name">Of the PoP.</param>
/// <param name="folder">Its data.</param>
/// <param name="room">The network namespace that it runs in; null for this machine's.</param>
/// <param name="hear">Takes what it prints.</param>
internal sealed class MemberProcess(string name, string folder, string? room, Action<string> hear) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);

    private Process? process;
    private TaskCompletionSource ended = new();
    private volatile bool isStopping;

    /// <summary>Where it answers; 0 before it did.</summary>
    public int Port { get; private set; }

    /// <summary>Starts it, and waits until it answers.</summary>
    /// <param name="more">Further arguments of <c>up</c>, for this start only.</param>
    /// <returns>False if it ended before.</returns>
    public async Task<bool> StartAsync(params string[] more)
    {
        isStopping = false;
        TaskCompletionSource<bool> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource end = ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        string[] command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "Gateway.Api.dll"), "up", "--port", "0", "--data", folder, .. more];
        if (room is not null) command = ["ip", "netns", "exec", room, .. command];
        Process started = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        process = started;
        started.StandardInput.Close();
        started.OutputDataReceived += (_, line) => Hear(line.Data, ready);
        started.ErrorDataReceived += (_, line) => Hear(line.Data, ready);
        started.EnableRaisingEvents = true;
        started.Exited += (_, _) =>
        {
            end.TrySetResult();
            if (!ready.TrySetResult(false) && !isStopping) _ = Task.Run(AgainAsync);
        };
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return await ready.Task.WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    /// <summary>Ends it for good, or until it is started.</summary>
    public async Task StopAsync(string signal)
    {
        isStopping = true;
        if (process is not { HasExited: false } running) return;
        await Signals.SendAsync(running.Id, signal);
        await ended.Task.WaitAsync(Patience, TimeProvider.System, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync("KILL");
        process?.Dispose();
    }

    private async Task AgainAsync()
    {
        hear($"{name} has ended; it is started again");
        do
        {
            await Task.Delay(Pause, TimeProvider.System);
        }
        while (!isStopping && !await StartAsync()); // it may be killed before it is ready
    }

    private void Hear(string? line, TaskCompletionSource<bool> ready)
    {
        if (line is null) return;
        hear($"{name} | {line}");
        if (line.StartsWith("  endpoint ", StringComparison.Ordinal)) Port = new Uri(line.Split(' ')[^1]).Port;
        if (line == "ready") ready.TrySetResult(true);
    }
}
