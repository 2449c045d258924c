using Gateway.LambdaCompat.Engine.Output;
using Gateway.LambdaCompat.Engine.Processes;
using Gateway.LambdaCompat.Engine.RuntimeApi;

namespace Gateway.LambdaCompat.Engine.Environments;

/// <summary>The start of a runtime, and what the log says of an invocation.</summary>
internal sealed partial class ExecutionEnvironment
{
    private static readonly TimeSpan MeasureEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>The init phase of its own; what fails here is tried again within the invocation.</summary>
    private async Task<bool> InitialiseFirstAsync(string requestId)
    {
        long began = parts.Time.GetTimestamp();
        log.Append(LogLines.InitStart(spec, parts.Runtimes.Choose(spec.Runtime)?.Version ?? spec.Runtime));
        if (await StartRuntimeAsync(null, requestId, parts.Options.InitMax).ConfigureAwait(false) is not { } problem) return true;

        LogInitFailure(began, "init", problem);
        return false;
    }

    private void LogInitFailure(long began, string phase, RuntimeAnswer problem) =>
        log.Append(LogLines.InitReport(parts.Time.GetElapsedTime(began), phase, problem.ReportStatus ?? "error", problem.ReportStatus == "timeout" ? null : problem.ReportErrorType ?? problem.ErrorType));

    /// <summary>Starts a runtime and waits until it asks for an invocation.</summary>
    /// <param name="within">The invocation that waits for it; null in the init phase.</param>
    /// <returns>Null, or why it does not.</returns>
    private async Task<RuntimeAnswer?> StartRuntimeAsync(ActiveInvocation? within, string requestId, TimeSpan patience)
    {
        isStarting = true;
        try
        {
            return await LaunchAsync(within, requestId, patience).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref freeSince, parts.Time.GetTimestamp());
            isStarting = false;
        }
    }

    private async Task<RuntimeAnswer?> LaunchAsync(ActiveInvocation? within, string requestId, TimeSpan patience)
    {
        using CancellationTokenSource limit = new(patience, parts.Time);
        RuntimeProcess process;
        try
        {
            FunctionCredentials credentials = parts.Credentials(spec);
            credentialsExpire = credentials.Expires;
            process = await launcher.LaunchAsync(spec, log, temporary, credentials, isProvisioned, limit.Token).ConfigureAwait(false);
        }
        catch (LaunchFault) when (limit.IsCancellationRequested)
        {
            return TooLate(requestId, patience);
        }
        catch (LaunchFault fault)
        {
            return fault.IsFunctions ? ApiErrors.NoBootstrap(requestId) : ApiErrors.NotStarted(requestId, fault.Message);
        }

        process.Session.Answered = OnAnswered;
        process.Session.Released = OnReleased;
        process.Session.Finishing = OnFinishing;
        process.Session.Broken = () => _ = EndBrokenAsync(process);
        bool isLate;
        lock (gate)
        {
            isLate = isDisposed || current != within; // the invocation's time was up meanwhile
            if (!isLate) runtime = process;
        }

        if (isLate)
        {
            process.Dispose();
            return ApiErrors.NotStarted(requestId, "The environment has ended.");
        }

        RuntimeAnswer? problem = await AwaitReadyAsync(process, requestId, patience, limit.Token).ConfigureAwait(false);
        if (problem is null)
        {
            _ = process.Exited.ContinueWith(_ => OnExited(process), TaskScheduler.Default);
            return null;
        }

        lock (gate)
        {
            if (runtime == process) runtime = null;
        }

        process.Kill();
        process.DrainOutput();
        process.FlushLines();
        process.Dispose();
        return problem;
    }

    private static async Task<RuntimeAnswer?> AwaitReadyAsync(RuntimeProcess process, string requestId, TimeSpan patience, CancellationToken token)
    {
        try
        {
            Task<RuntimeAnswer?> initialised = process.Session.Initialised;
            Task first = await Task.WhenAny(initialised, process.Exited).WaitAsync(token).ConfigureAwait(false);
            if (initialised.IsCompleted || first == initialised) return await initialised.ConfigureAwait(false);

            process.NoteOutOfMemory();
            return ApiErrors.Exited(requestId, new ExitReason(await process.Exited.ConfigureAwait(false), process.ThroughSandbox).Text, process.IsOutOfMemory);
        }
        catch (OperationCanceledException)
        {
            return TooLate(requestId, patience);
        }
    }

    /// <summary>It did not start in time, wherever it was by then.</summary>
    private static RuntimeAnswer TooLate(string requestId, TimeSpan patience) => ApiErrors.TimedOut(requestId, patience, "") with { TimeoutWords = null };

    /// <summary>A runtime that closes its channel is about to end; if it is not, it is of no use.</summary>
    private async Task EndBrokenAsync(RuntimeProcess process)
    {
        await Task.WhenAny(process.Exited, Task.Delay(TimeSpan.FromMilliseconds(300), parts.Time)).ConfigureAwait(false);
        process.Kill();
    }

    private void OnExited(RuntimeProcess process)
    {
        ActiveInvocation? invocation;
        lock (gate)
        {
            if (runtime != process || isDisposed) return;
            invocation = current;
            if (invocation is null) runtime = null;
        }

        process.NoteOutOfMemory();
        if (invocation is null)
        {
            process.Dispose();
            lost(this);
            return;
        }

        string reason = new ExitReason(process.Exited.Result, process.ThroughSandbox).Text;
        if (process.IsOutOfMemory)
        {
            reason = "Runtime exited with error: signal: killed";
            peakBytes = Math.Max(peakBytes, spec.MemoryMegabytes * 1024L * 1024);
        }

        Finish(invocation, invocation.Answer ?? ApiErrors.Exited(invocation.Call.RequestId, reason, process.IsOutOfMemory), keepRuntime: false);
    }

    /// <summary>Writes END and REPORT and makes the outcome.</summary>
    /// <returns>Null if that has been done.</returns>
    private InvocationOutcome? Close(ActiveInvocation invocation, RuntimeAnswer answer, RuntimeProcess? process)
    {
        lock (gate)
        {
            if (invocation.IsConcluded) return null;
            invocation.IsConcluded = true;
        }

        TimeSpan duration = parts.Time.GetElapsedTime(invocation.StartedAt, invocation.Answer is null ? parts.Time.GetTimestamp() : invocation.AnsweredAt);
        if (answer.ReportStatus == "timeout") duration = spec.Timeout;
        process?.DrainOutput();
        if (answer.ErrorType is not null) process?.FlushLines();
        MeasurePeak(process, always: duration >= MeasureEvery);
        string requestId = invocation.Call.RequestId;
        int used = (int)Math.Max(1, peakBytes >> 20);
        if (answer.TimeoutWords is { } words) log.Append(words);
        log.Append(LogLines.End(requestId));
        log.Append(LogLines.Report(requestId, duration, spec.MemoryMegabytes, used, invocation.InitDuration, answer.ReportStatus, answer.ReportErrorType ?? answer.ErrorType));
        if (answer.LastWords is { } last) log.Append(last);
        return new InvocationOutcome
        {
            Status = answer.ErrorType is null ? InvocationStatus.Succeeded : InvocationStatus.Failed,
            Payload = answer.Payload,
            ErrorType = answer.ErrorType,
            LogTail = log.EndTail(),
            Duration = duration,
            InitDuration = invocation.InitDuration,
        };
    }

    private void MeasurePeak(RuntimeProcess? process, bool always)
    {
        if (process is null || process.Exited.IsCompleted || (!always && peakMeasuredAt != 0 && parts.Time.GetElapsedTime(peakMeasuredAt) < MeasureEvery)) return;
        peakMeasuredAt = parts.Time.GetTimestamp();
        peakBytes = Math.Max(peakBytes, process.PeakBytes());
    }
}
