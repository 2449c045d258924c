using Gateway.Storage.Log;

namespace Gateway.Replication.Backup;

/// <summary>Lets each sink take its steps, on a task of its own: one that stands still holds back neither writes nor the others.</summary>
public sealed class BackupService : IAsyncDisposable
{
    /// <summary>How long a sink rests that has nothing to do: so far a backup lags behind.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RestAfterFaultMax = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource stopping = new();
    private readonly IBackupSource source;
    private readonly ChangeLog changes;
    private readonly LogReader log;
    private readonly TimeProvider time;
    private readonly TimeSpan keepLog;
    private readonly Action<string, Exception> onFault;
    private readonly Runner[] runners;
    private readonly Task running;

    /// <summary>Starts.</summary>
    /// <param name="source">What is backed up.</param>
    /// <param name="changes">Its log.</param>
    /// <param name="log">Reads it.</param>
    /// <param name="sinks">Where to; disposed of with this.</param>
    /// <param name="keepLog">For a sink that does not get on, the log is kept so long.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onFault">Told of each failed step: the sink's name, and why.</param>
    public BackupService(IBackupSource source, ChangeLog changes, LogReader log, IReadOnlyList<IBackupSink> sinks, TimeSpan keepLog, TimeProvider time, Action<string, Exception> onFault)
    {
        ArgumentNullException.ThrowIfNull(sinks);
        this.source = source;
        this.changes = changes;
        this.log = log;
        this.keepLog = keepLog;
        this.time = time;
        this.onFault = onFault;
        runners = [.. sinks.Select(sink => new Runner(sink))];
        running = Task.WhenAll(runners.Select(runner => Task.Run(() => RunAsync(runner))));
    }

    /// <summary>What the log must keep for sinks: nothing up to here. An entry that is older than the sinks may ask for goes all the same; who misses it begins again with a snapshot.</summary>
    public long Position => runners.Length == 0 ? long.MaxValue : runners.Min(runner => Bounded(runner.Sink.Position));

    /// <summary>How the sinks are doing.</summary>
    public IReadOnlyList<BackupState> States =>
        [.. runners.Select(runner => new BackupState(runner.Sink.Name, runner.Sink.Position, Math.Max(0, source.Sequence - Math.Max(0, runner.Sink.Position)), runner.LastDone, runner.Fault))];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (Runner runner in runners) await runner.Sink.DisposeAsync().ConfigureAwait(false);
        stopping.Dispose();
    }

    private long Bounded(long position)
    {
        long from = Math.Max(position, changes.TrimmedSequence); // what is gone needs no keeping
        LogPage next = log.Read(from, entriesMax: 1);
        return next.Entries.Count > 0 && next.Entries[0].Milliseconds < (time.GetUtcNow() - keepLog).ToUnixTimeMilliseconds() ? long.MaxValue : from;
    }

    private async Task RunAsync(Runner runner)
    {
        TimeSpan restAfterFault = Rest;
        while (!stopping.IsCancellationRequested)
        {
            TimeSpan rest = Rest;
            try
            {
                if (await runner.Sink.StepAsync(stopping.Token).ConfigureAwait(false)) rest = TimeSpan.Zero;
                else runner.LastDone = time.GetUtcNow();
                runner.Fault = null;
                restAfterFault = Rest;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) // whatever it is: a backup that fails must not end the PoP, and the next step may succeed
            {
                runner.Fault = fault.Message;
                onFault(runner.Sink.Name, fault);
                rest = restAfterFault;
                restAfterFault = TimeSpan.FromTicks(Math.Min(2 * restAfterFault.Ticks, RestAfterFaultMax.Ticks));
            }

            if (rest > TimeSpan.Zero) await Task.Delay(rest, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private sealed class Runner(IBackupSink sink)
    {
        public IBackupSink Sink => sink;

        public DateTimeOffset? LastDone { get; set; }

        public volatile string? Fault;
    }
}
