using System.Security.Cryptography;
using Gateway.Api.Cluster;
using Gateway.Api.Options;
using Gateway.Api.Telemetry;
using Gateway.Storage;
using Microsoft.Extensions.Logging;

namespace Gateway.Api;

/// <summary><c>edgectl up</c>: a PoP in the foreground, from the command line to the exit code.</summary>
internal static partial class UpCommand
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int Usage = 2;
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(10);

    /// <param name="arguments">Behind <c>up</c>.</param>
    /// <param name="isSupervised">Another process runs this one, by <c>up --pops</c>: it alone hears of Ctrl-C, and this PoP ends with it.</param>
    /// <param name="output">Takes the banner and the line <c>ready</c>.</param>
    /// <param name="error">Takes the log, and the line that says why it will not start.</param>
    /// <returns>The exit code: 0 after a signal, 1 if it cannot run, 2 if the command line was not understood.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, bool isSupervised, TextWriter output, TextWriter error)
    {
        using Signals signals = new(isSupervised); // before all else: a signal during the start must not kill it half-way
        try
        {
            PopOptions options = CommandLine.Read(arguments, out string? configFile) with { IsSupervised = isSupervised };
            if (isSupervised) options = options with { AdminPort = 0 }; // the port is that of the process that runs several
            if (options.Pops > 0) return await Supervisor.RunAsync(options, configFile, TimeProvider.System, signals, output, error);
            using LineLog logs = new(error, LogLevel.Information);
            await using Pop pop = await Pop.StartAsync(options, TimeProvider.System, new Random(RandomNumberGenerator.GetInt32(int.MaxValue)), logs, signals.Stop);
            if ((options.Keys.Count > 0 || options.Backup.Dynamo?.SecretKey is not null) && IsReadByOthers(configFile!)) LogReadable(logs.CreateLogger<Pop>(), configFile!);
            await output.WriteAsync(Banner.Of(options, pop, configFile));
            await output.FlushAsync();

            Task joining = options.JoinToken is null ? Task.CompletedTask : JoinProgress.ShowAsync(() => pop.Work, error, ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected, TimeProvider.System, signals.Stop);
            await signals.Stopped;
            await joining;
            using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(signals.StopAtOnce);
            patience.CancelAfter(DrainMax);
            await pop.DrainAsync(patience.Token);
            if (pop.WouldRefuse > 0) await error.WriteLineAsync($"warn: --auth warn: {pop.WouldRefuse} requests would have been refused");
            return Success;
        }
        catch (UsageFault fault)
        {
            foreach (string line in fault.Faults) await error.WriteLineAsync($"edgectl: {line}");
            await error.WriteLineAsync("Run 'edgectl up --help' to see what there is.");
            return Usage;
        }
        catch (OptionsFault fault)
        {
            foreach (string line in fault.Faults) await error.WriteLineAsync($"edgectl: {line}");
            return Failure;
        }
        catch (StoreFault fault)
        {
            await error.WriteLineAsync($"edgectl: {fault.Message}");
            return Failure;
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            return Success;
        }
    }

    private static bool IsReadByOthers(string file) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0;

    [LoggerMessage(EventId = 301, Level = LogLevel.Warning, Message = "{File} holds secrets, and others may read it: chmod 600 it")]
    private static partial void LogReadable(ILogger log, string file);
}
