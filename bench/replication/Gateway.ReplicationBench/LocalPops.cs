using System.Diagnostics;
using System.Globalization;

namespace Gateway.ReplicationBench;

/// <summary>Two PoPs as processes of this machine, ended and removed with this.</summary>
internal sealed class LocalPops : IAsyncDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly string folder;

    private LocalPops(Process process, string folder, IReadOnlyList<Uri> endpoints)
    {
        this.process = process;
        this.folder = folder;
        Endpoints = endpoints;
    }

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<Uri> Endpoints { get; }

    /// <summary>What an operator's commands find them by.</summary>
    public string Folder => folder;

    public static async Task<LocalPops> StartAsync(string server, IEnumerable<string> options)
    {
        string folder = Path.Combine(Path.GetTempPath(), "edge-bench-" + Path.GetRandomFileName());
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string argument in (IEnumerable<string>)[server, "up", "--pops", "2", "--port", "0", "--data", folder, .. options]) start.ArgumentList.Add(argument);
        Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        List<Uri> endpoints = [];
        using CancellationTokenSource patience = new(StartMax);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length >= 2 && parts[0].StartsWith("pop-", StringComparison.Ordinal) && Uri.TryCreate(parts[1], UriKind.Absolute, out Uri? endpoint)) endpoints.Add(endpoint);
            if (line == "ready") break;
        }

        _ = DrainAsync(process);
        return endpoints.Count == 2 ? new LocalPops(process, folder, endpoints) : throw new BenchFault("The PoPs did not start.");
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using Process stop = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await stop.WaitForExitAsync();
        using CancellationTokenSource patience = new(StartMax);
        await process.WaitForExitAsync(patience.Token);
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task DrainAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is not null)
        {
            // a full pipe would stop the PoPs
        }
    }
}
