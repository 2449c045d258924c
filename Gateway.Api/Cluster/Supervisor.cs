using System.Globalization;
using System.Reflection;
using System.Text;
using Gateway.Api.Admin;
using Gateway.Api.Options;
using Gateway.Api.Telemetry;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Cluster;

/// <summary><c>edgectl up --pops N</c>: PoPs of one cluster as processes of their own on this machine, PoP i on port <c>--port</c> + i − 1 with a folder of its own. They end with this process, in whatever way it ends.</summary>
internal sealed class Supervisor : IAsyncDisposable
{
    private const int Success = 0;
    private readonly PopOptions options;
    private readonly SupervisedPop[] pops;
    private readonly TextWriter error;
    private readonly Lock gate = new();

    private Supervisor(PopOptions options, string? configFile, TimeProvider time, TextWriter error)
    {
        this.options = options;
        this.error = error;
        pops = [.. LocalCluster.Prepare(options, time.GetUtcNow()).Select((about, index) => new SupervisedPop(about, Arguments(index, about.Name, configFile), Say, time))];
    }

    /// <returns>The exit code of edgectl.</returns>
    /// <exception cref="OptionsFault">A folder cannot be used, or a PoP cannot be started: the last line that it said.</exception>
    public static async Task<int> RunAsync(PopOptions options, string? configFile, TimeProvider time, Signals signals, TextWriter output, TextWriter error)
    {
        if (options.Port != 0 && options.Port + options.Pops - 1 > 65535) throw new OptionsFault($"--port {options.Port} leaves no ports for {options.Pops} PoPs");
        await using Supervisor supervisor = new(options, configFile, time, error);
        using CancellationTokenRegistration ending = signals.StopAtOnce.Register(supervisor.Kill);
        try
        {
            await Task.WhenAll(supervisor.pops.Select(pop => pop.StartAsync(signals.Stop)));
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            return Success;
        }

        using LineLog logs = new(error, LogLevel.Warning);
        await using AdminListener admin = AdminListener.Start(options.DataFolder, options.AdminPort, new SupervisorAdmin([.. supervisor.pops.Select(pop => (pop.About.Name, LocalCluster.FolderOf(options, pop.About.Name)))]), metrics: null, logs);
        await output.WriteAsync(supervisor.Banner());
        await output.FlushAsync();
        foreach (SupervisedPop pop in supervisor.pops) pop.KeepRunning();
        await signals.Stopped;
        return Success;
    }

    /// <summary>Asks all to stop, and waits until they have.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(pops.Select(pop => pop.DisposeAsync().AsTask()));

    private void Kill()
    {
        foreach (SupervisedPop pop in pops) pop.Kill();
    }

    private string[] Arguments(int index, string name, string? configFile)
    {
        List<string> arguments =
        [
            "--port", (options.Port == 0 ? 0 : options.Port + index).ToString(CultureInfo.InvariantCulture),
            "--host", options.Host.ToString(),
            "--data", LocalCluster.FolderOf(options, name),
            "--durability", options.Durability == Storage.Durability.Fsync ? "fsync" : "os",
            "--auth", options.Auth == AuthMode.Enforce ? "enforce" : "warn",
        ];
        if (options.TlsCertificateFile is { } certificate) arguments.AddRange(["--tls-cert", certificate, "--tls-key", options.TlsKeyFile!]);
        if (configFile is not null) arguments.AddRange(["--config", configFile]);
        if (options.Wan) arguments.Add("--wan");
        return [.. arguments];
    }

    private string Banner()
    {
        string version = typeof(Supervisor).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        StringBuilder text = new($"EdgeGateway {version}: {pops.Length} PoPs{(options.Wan ? ", as far apart as their regions" : "")}\n");
        foreach (SupervisedPop pop in pops) text.Append(CultureInfo.InvariantCulture, $"  {pop.About.Name,-9}  {pop.Endpoint}  {pop.About.Region}{(pop.About.IsCentral ? " (central)" : "")}\n");
        text.Append(CultureInfo.InvariantCulture, $"  data       {Path.GetFullPath(options.DataFolder)}\n");
        text.Append("ready\n");
        return text.ToString();
    }

    private void Say(string line)
    {
        lock (gate) error.WriteLine(line);
    }
}
