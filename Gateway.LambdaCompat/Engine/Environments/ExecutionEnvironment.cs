using System.Globalization;
using Gateway.LambdaCompat.Engine.Output;
using Gateway.LambdaCompat.Engine.RuntimeApi;

namespace Gateway.LambdaCompat.Engine.Environments;

/// <summary>
/// One running copy of one version of a function: a log stream, a /tmp, and a runtime process that is replaced when it crashes or takes too long. One invocation at a
/// time. What ends an invocation (the answer, the time, the process's end) first takes it out of <c>current</c>: who gets it there tells the caller.
/// </summary>
internal sealed partial class ExecutionEnvironment : IPooledEnvironment
{
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100); // for a runtime that answers, and then asks for the next invocation: a caller that calls again at once finds it free

    private static readonly TimeSpan WatchAfter = TimeSpan.FromMilliseconds(30); // shorter invocations are the kernel's limit to stop

    private readonly Lock gate = new();
    private readonly EngineParts parts;
    private readonly RuntimeLauncher launcher;
    private readonly EnvironmentSpec spec;
    private readonly EnvironmentLog log;
    private readonly TemporaryFolder temporary;
    private readonly Action<ExecutionEnvironment> released;
    private readonly Action<ExecutionEnvironment> lost;
    private readonly ITimer timer;
    private readonly bool isProvisioned;
    private RuntimeProcess? runtime;
    private ActiveInvocation? current;
    private DateTimeOffset? credentialsExpire;
    private TimeSpan? initDuration;
    private bool isFrozen;
    private bool isDisposed;
    private volatile bool isStarting;
    private volatile bool isTaken;
    private long freeSince;
    private long peakBytes;
    private long peakMeasuredAt;

    /// <param name="released">It is free again.</param>
    /// <param name="lost">Its process ended while it was free: it is of no use.</param>
    public ExecutionEnvironment(EngineParts parts, RuntimeLauncher launcher, EnvironmentSpec spec, bool isProvisioned, Action<ExecutionEnvironment> released, Action<ExecutionEnvironment> lost)
    {
        this.parts = parts;
        this.launcher = launcher;
        this.spec = spec;
        this.isProvisioned = isProvisioned;
        this.released = released;
        this.lost = lost;
        string id = parts.Ids.Hex();
        log = new EnvironmentLog(parts.Log, spec, string.Create(CultureInfo.InvariantCulture, $"{parts.Time.GetUtcNow():yyyy/MM/dd}/[{spec.Version}]{id}"), parts.Time);
        temporary = new TemporaryFolder(parts.Sandbox, parts.Options.WorkFolder, id);
        timer = parts.Time.CreateTimer(static state => ((ExecutionEnvironment)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        freeSince = parts.Time.GetTimestamp();
    }

    /// <inheritdoc/>
    public long FreeSince => Volatile.Read(ref freeSince);

    /// <inheritdoc/>
    public bool IsProvisioned => isProvisioned;

    /// <summary>The number of the process that was started, 0 if there is none; for measurements.</summary>
    public int ProcessId => runtime?.Id ?? 0;

    /// <summary>Its credentials would not last for another invocation.</summary>
    public bool IsExpiring => credentialsExpire is { } expires && expires - parts.Time.GetUtcNow() < spec.Timeout + TimeSpan.FromSeconds(30);

    /// <summary>Runs an invocation; the environment must be started and free.</summary>
    /// <param name="call">The invocation.</param>
    /// <param name="isNew">It has waited for the start, whose duration is told with it.</param>
    public async Task<InvocationOutcome> InvokeAsync(FunctionInvocation call, bool isNew)
    {
        isTaken = true;
        TimeSpan? init = isNew ? initDuration : null;
        long startedAt = parts.Time.GetTimestamp();
        ActiveInvocation invocation = new(call, startedAt, parts.Time.GetUtcNow().Add(spec.Timeout).ToUnixTimeMilliseconds()) { InitDuration = init };
        if (call.WantsLogTail) log.BeginTail();
        log.Append(LogLines.Start(call.RequestId, spec.Version));
        RuntimeProcess? process;
        lock (gate)
        {
            current = invocation;
            process = runtime;
            if (isFrozen) process?.Freeze(false);
            isFrozen = false;
        }

        timer.Change(spec.Timeout, Timeout.InfiniteTimeSpan);
        if (process is null)
        {
            if (await StartRuntimeAsync(invocation, call.RequestId, spec.Timeout).ConfigureAwait(false) is { } problem)
            {
                if (!invocation.IsConcluded) LogInitFailure(startedAt, "invoke", problem);
                Finish(invocation, problem, keepRuntime: false);
                return await invocation.Outcome.Task.ConfigureAwait(false);
            }

            lock (gate) process = runtime;
        }

        if (process?.Session.Hand(invocation) != true && process?.Exited.IsCompleted != false)
        {
            Finish(invocation, ApiErrors.Exited(call.RequestId, "Runtime exited without providing a reason", outOfMemory: false), keepRuntime: false);
        }

        return await invocation.Outcome.Task.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<bool> StartAsync(string requestId)
    {
        long began = parts.Time.GetTimestamp();
        bool ready = await InitialiseFirstAsync(requestId).ConfigureAwait(false);
        if (ready) initDuration = parts.Time.GetElapsedTime(began);
        Volatile.Write(ref freeSince, parts.Time.GetTimestamp());
        return ready;
    }

    /// <summary>Freezes what is free and watches the memory of what is busy.</summary>
    /// <returns>True if it wants to be looked at again soon.</returns>
    public bool Look()
    {
        RuntimeProcess? busy;
        lock (gate)
        {
            if (isDisposed) return false;
            if (isStarting) return true;
            if (runtime is null) return isTaken;
            busy = current is null ? null : runtime;
            if (busy is null && !isFrozen && parts.Time.GetElapsedTime(freeSince) >= parts.Options.FreezeAfter)
            {
                runtime.Freeze(true);
                isFrozen = true;
            }

            if (busy is null) return !isFrozen;
            if (parts.Time.GetElapsedTime(current!.StartedAt) < WatchAfter) return true;
        }

        busy.EndIfOver(spec.MemoryMegabytes * 1024L * 1024);
        return true;
    }

    /// <summary>Ends it, extensions first.</summary>
    public void Dispose()
    {
        RuntimeProcess? process;
        lock (gate)
        {
            if (isDisposed) return;
            isDisposed = true;
            process = runtime;
            runtime = null;
            if (isFrozen) process?.Freeze(false);
        }

        timer.Dispose();
        _ = EndAsync(process);
    }

    private async Task EndAsync(RuntimeProcess? process)
    {
        if (process?.Session.Extensions.WantShutdown == true)
        {
            TimeSpan patience = TimeSpan.FromSeconds(2);
            process.Session.Extensions.TellShutdown("spindown", parts.Time.GetUtcNow().Add(patience).ToUnixTimeMilliseconds());
            await Task.WhenAny(process.Exited, Task.Delay(patience, parts.Time)).ConfigureAwait(false);
        }

        process?.Dispose();
        temporary.Dispose();
    }

    private void OnTimer()
    {
        ActiveInvocation? invocation;
        RuntimeProcess? process;
        TimeSpan left;
        lock (gate)
        {
            invocation = current;
            process = runtime;
            if (invocation is null) return;
            left = spec.Timeout - parts.Time.GetElapsedTime(invocation.StartedAt);
        }

        if (invocation.Answer is { } answer)
        {
            if (Conclude(invocation, answer, process)) timer.Change(left > Grace ? left : Grace, Timeout.InfiniteTimeSpan);
            else if (left <= TimeSpan.Zero) Finish(invocation, answer, keepRuntime: false);
        }
        else if (left > TimeSpan.FromMilliseconds(1)) timer.Change(left, Timeout.InfiniteTimeSpan); // rung for the one before
        else Finish(invocation, ApiErrors.TimedOut(invocation.Call.RequestId, spec.Timeout, parts.Time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)), keepRuntime: false);
    }

    private void OnAnswered(ActiveInvocation invocation, bool asksForNext)
    {
        if (!asksForNext) timer.Change(Grace, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The caller need not wait for extensions.</summary>
    private void OnFinishing() => timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);

    private void OnReleased()
    {
        ActiveInvocation? invocation;
        lock (gate) invocation = current;
        if (invocation?.Answer is { } answer) Finish(invocation, answer, keepRuntime: true);
    }

    /// <summary>Ends an invocation, once: the log first, then the environment is free, then the caller hears of it.</summary>
    private void Finish(ActiveInvocation invocation, RuntimeAnswer answer, bool keepRuntime)
    {
        RuntimeProcess? process;
        lock (gate)
        {
            if (current != invocation) return;
            current = null;
            process = runtime;
            if (!keepRuntime) runtime = null;
        }

        if (!keepRuntime)
        {
            MeasurePeak(process, always: true);
            process?.Kill();
        }

        InvocationOutcome? outcome = Close(invocation, answer, process);
        invocation.Dispose();
        if (!keepRuntime) process?.Dispose();
        Volatile.Write(ref freeSince, parts.Time.GetTimestamp());
        isTaken = false;
        released(this);
        if (outcome is not null) invocation.Outcome.TrySetResult(outcome);
    }

    /// <summary>Tells the caller while the runtime still has something to do.</summary>
    private bool Conclude(ActiveInvocation invocation, RuntimeAnswer answer, RuntimeProcess? process)
    {
        if (Close(invocation, answer, process) is not { } outcome) return false;
        invocation.Outcome.TrySetResult(outcome);
        return true;
    }
}
