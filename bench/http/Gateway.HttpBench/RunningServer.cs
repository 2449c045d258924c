using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gateway.HttpBench;

/// <summary>A server that this run has started, with a fresh folder. It ends, and its folder with it, when it is disposed of.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly string folder;
    private readonly Queue<string> lastWords = new();

    private RunningServer(ServerKind kind, Process process, int port, string folder)
    {
        Kind = kind;
        this.process = process;
        Port = port;
        this.folder = folder;
        Client = new WireClient(port);
        process.OutputDataReceived += (_, line) => Remember(line.Data);
        process.ErrorDataReceived += (_, line) => Remember(line.Data);
        process.BeginOutputReadLine(); // read all the time, or a chatty server would stop at a full pipe
        process.BeginErrorReadLine();
    }

    public ServerKind Kind { get; }

    public int Port { get; }

    public WireClient Client { get; }

    /// <summary>From the start of the process to its first answer.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <summary>Starts one and waits for its first answer.</summary>
    /// <exception cref="BenchException">It does not answer.</exception>
    public static async Task<RunningServer> StartAsync(ServerKind kind, CancellationToken token)
    {
        string folder = Directory.CreateTempSubdirectory("edge-bench-").FullName;
        int port = FreePort();
        long start = TimeProvider.System.GetTimestamp();
        RunningServer server = new(kind, Process.Start(kind.StartInfo(port, folder))!, port, folder);
        try
        {
            await server.WaitForAnswerAsync(start, token);
            server.StartTime = TimeProvider.System.GetElapsedTime(start);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Resident memory in MB: now, and at most so far.</summary>
    public (double Now, double Peak) Memory()
    {
        string status = $"/proc/{process.Id}/status";
        if (File.Exists(status))
        {
            string[] lines = File.ReadAllLines(status);
            return (Kilobytes(lines, "VmRSS:") / 1024, Kilobytes(lines, "VmHWM:") / 1024);
        }

        process.Refresh();
        return (process.WorkingSet64 / 1048576.0, process.PeakWorkingSet64 / 1048576.0);
    }

    /// <summary>What it has computed so far, on all cores.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>How much its folder holds, in MB.</summary>
    public double DiskMegabytes() => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) / 1048576.0;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static double Kilobytes(string[] lines, string name) =>
        double.Parse(lines.First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    /// <summary>A port that nobody listens on, of five digits.</summary>
    private static int FreePort()
    {
        while (true)
        {
            using TcpListener listener = new(IPAddress.Loopback, 0);
            listener.Start();
            int port = ((IPEndPoint)listener.LocalEndpoint).Port;
            if (port >= 10_000) return port;
        }
    }

    private async Task WaitForAnswerAsync(long start, CancellationToken token)
    {
        while (true)
        {
            token.ThrowIfCancellationRequested();
            if (process.HasExited) throw new BenchException($"{Kind.Name} ended with {process.ExitCode}: {LastWords()}");
            if (TimeProvider.System.GetElapsedTime(start) > Patience) throw new BenchException($"{Kind.Name} does not answer: {LastWords()}");
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            SocketAsyncEventArgs attempt = new() { RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, Port) };
            if (await ConnectsAsync(socket, attempt)) break; // without an exception for each refusal: they would take the time that is measured
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, token);
        }

        await Client.SendRawAsync(new WireRequest("ListTables", "{}"), token);
    }

    private static async Task<bool> ConnectsAsync(Socket socket, SocketAsyncEventArgs attempt)
    {
        TaskCompletionSource done = new();
        attempt.Completed += (_, _) => done.SetResult();
        if (socket.ConnectAsync(attempt)) await done.Task;
        bool connects = attempt.SocketError == SocketError.Success;
        attempt.Dispose();
        return connects;
    }

    private void Remember(string? line)
    {
        if (line is null) return;
        lock (lastWords)
        {
            lastWords.Enqueue(line);
            if (lastWords.Count > 20) lastWords.Dequeue();
        }
    }

    private string LastWords()
    {
        lock (lastWords) return string.Join('\n', lastWords);
    }
}
