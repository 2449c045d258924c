using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Gateway.Testing.Gateways;

/// <summary>The real program in a process of its own, on a free loopback port.</summary>
public sealed class PopProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly Queue<string> lastWords = new();

    private PopProcess(Process process, int port)
    {
        this.process = process;
        Port = port;
        process.OutputDataReceived += (_, line) => Remember(line.Data);
        process.ErrorDataReceived += (_, line) => Remember(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Port { get; }

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
        int port = FreePort();
        string program = Path.Combine(AppContext.BaseDirectory, "Gateway.Api.dll");
        ProcessStartInfo start = new("dotnet", [program, "up", "--port", port.ToString(CultureInfo.InvariantCulture), "--data", folder, "--durability", "fsync"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment.Remove("EDGE_FUNCTION_SDKS");
        if (sdks is not null) start.Environment["EDGE_FUNCTION_SDKS"] = sdks;
        return new PopProcess(Process.Start(start)!, port);
    }

    /// <summary>Waits until it answers.</summary>
    public async Task WaitAsync(CancellationToken token)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!await CanOpenAsync())
        {
            Assert.False(process.HasExited, $"The PoP ended with {(process.HasExited ? process.ExitCode : 0)}: {LastWords()}");
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, $"The PoP does not answer: {LastWords()}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, token);
        }
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

    private async Task<bool> CanOpenAsync()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using SocketAsyncEventArgs attempt = new() { RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, Port) };
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        attempt.Completed += (_, _) => done.SetResult();
        if (socket.ConnectAsync(attempt)) await done.Task;
        return attempt.SocketError == SocketError.Success;
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
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
