using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Invocation;
using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat.EventSources;

/// <summary>Gives records to a function until it has taken them, or they are given up. Source: doc services-dynamodb-errors.</summary>
internal sealed class BatchRunner(FunctionCatalog functions, FunctionInvoker invoker, Destinations destinations, EventQueue queue, IdMaker ids, TimeProvider time)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(1);

    /// <summary>Ends when all records are done with.</summary>
    /// <param name="mapping">Whose they are.</param>
    /// <param name="shardId">Where they are from.</param>
    /// <param name="items">In order, not empty.</param>
    /// <param name="note">Told how each call went: null for well.</param>
    /// <param name="token">The mapping has changed, or the PoP ends.</param>
    public async Task RunAsync(MappingRecord mapping, string shardId, IReadOnlyList<StreamItem> items, Func<string?, ValueTask> note, CancellationToken token)
    {
        Stack<(IReadOnlyList<StreamItem> Items, int Failures)> left = new();
        left.Push((items, 0));
        int waits = 0;
        while (left.TryPop(out (IReadOnlyList<StreamItem> Items, int Failures) batch))
        {
            List<StreamItem> fresh = [.. batch.Items.Where(item => !IsTooOld(mapping, item))];
            if (fresh.Count < batch.Items.Count) await GiveUpAsync(mapping, shardId, [.. batch.Items.Where(item => IsTooOld(mapping, item))], new BatchFailure("RecordAgeExceeded", batch.Failures, ids.Uuid(), "$LATEST", batch.Failures > 0), token).ConfigureAwait(false);
            if (await DropLoopsAsync(mapping, shardId, fresh, batch.Failures, note, token).ConfigureAwait(false)) waits = 0;
            if (fresh.Count == 0) continue;

            string requestId = ids.Uuid();
            (InvocationRun? run, int firstFailed) = await CallAsync(mapping, fresh, requestId, token).ConfigureAwait(false);
            if (run is { IsRecursive: true }) // what may be called in a circle has been set meanwhile
            {
                left.Push((fresh, batch.Failures));
                continue;
            }

            await note(ProblemOf(run, firstFailed, fresh.Count)).ConfigureAwait(false);
            if (run is not null && run.ThrottleReason is null && firstFailed == fresh.Count)
            {
                waits = 0;
                continue;
            }

            if (run is null || run.ThrottleReason is not null)
            {
                left.Push((fresh, batch.Failures)); // nothing ran: that is no failure of the records
            }
            else
            {
                IReadOnlyList<StreamItem> rest = fresh[firstFailed..];
                bool isFunctionError = run.Outcome.Status != InvocationStatus.Succeeded;
                if (mapping.BisectsOnError && rest.Count > 1)
                {
                    int half = rest.Count / 2; // splitting is not counted as a try
                    left.Push(([.. rest.Skip(half)], batch.Failures));
                    left.Push(([.. rest.Take(half)], batch.Failures));
                }
                else if (mapping.MaximumRetryAttempts >= 0 && batch.Failures >= mapping.MaximumRetryAttempts)
                {
                    await GiveUpAsync(mapping, shardId, rest, new BatchFailure("RetryAttemptsExhausted", batch.Failures + 1, requestId, run.ExecutedVersion, isFunctionError), token).ConfigureAwait(false);
                    continue;
                }
                else
                {
                    left.Push((rest, batch.Failures + 1));
                }
            }

            TimeSpan wait = TimeSpan.FromTicks(Math.Min(FirstWait.Ticks << Math.Min(waits++, 16), WaitMax.Ticks));
            await Task.Delay(wait, time, token).ConfigureAwait(false);
        }
    }

    /// <summary>Takes out of a batch what the function has caused too often: it is told, and the mapping goes on with the rest.</summary>
    /// <returns>True if there was some.</returns>
    private async Task<bool> DropLoopsAsync(MappingRecord mapping, string shardId, List<StreamItem> items, int failures, Func<string?, ValueTask> note, CancellationToken token)
    {
        FunctionRecord? function = FunctionOf(mapping);
        List<StreamItem> loops = [.. items.Where(item => LoopGuard.IsLoop(function, item))];
        if (loops.Count == 0) return false;
        items.RemoveAll(loops.Contains);
        destinations.NoteLoop(function!, mapping.EventSourceArn, loops.Count, loops[0].SequenceNumber, loops[^1].SequenceNumber);
        await GiveUpAsync(mapping, shardId, loops, new BatchFailure("RecursiveLoopDetected", failures, ids.Uuid(), "$LATEST", IsFunctionError: false), token).ConfigureAwait(false);
        await note("PROBLEM: Recursive loop detected").ConfigureAwait(false);
        return true;
    }

    /// <summary>A mapping's function as it is now; null if it is not there.</summary>
    public FunctionRecord? FunctionOf(MappingRecord mapping) => functions.Find(mapping.AccountId, mapping.Region, FunctionAddress.Parse(mapping.FunctionArn)!.Name);

    private static string? ProblemOf(InvocationRun? run, int firstFailed, int count)
    {
        if (run is null) return "PROBLEM: Function not found";
        if (run.ThrottleReason is not null) return "PROBLEM: Function call was throttled";
        return run.Outcome.Status != InvocationStatus.Succeeded || firstFailed < count ? "PROBLEM: Function call failed" : null;
    }

    private async Task<(InvocationRun? Run, int FirstFailed)> CallAsync(MappingRecord mapping, List<StreamItem> items, string requestId, CancellationToken token)
    {
        if (FunctionOf(mapping) is not { } function) return (null, 0);
        FunctionInvocation call = new() { RequestId = requestId, Payload = EventWriter.Event(mapping, items), InvokedFunctionArn = "", TraceId = LoopGuard.HeaderOf(function, items) };
        InvocationRun? run = await invoker.RunAsync(function, FunctionAddress.Parse(mapping.FunctionArn)!.Qualifier, call, token).ConfigureAwait(false);
        if (run is null || run.ThrottleReason is not null || run.IsRecursive) return (run, 0);
        if (run.Outcome.Status != InvocationStatus.Succeeded) return (run, 0);
        return (run, mapping.ReportsItemFailures ? ItemFailures.FirstFailed(run.Outcome.Payload.Span, items) : items.Count);
    }

    private bool IsTooOld(MappingRecord mapping, StreamItem item) =>
        mapping.MaximumRecordAgeSeconds >= 0 && time.GetUtcNow() - item.CreatedAt > TimeSpan.FromSeconds(mapping.MaximumRecordAgeSeconds);

    private async Task GiveUpAsync(MappingRecord mapping, string shardId, IReadOnlyList<StreamItem> items, BatchFailure failure, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        if (mapping.OnFailure is not { } destination) return;
        if (FunctionOf(mapping) is not { } function) return;
        QueueStep step = destinations.Send(function, destination, EventWriter.Failure(mapping, shardId, items, failure, time.GetUtcNow()), LoopGuard.HeaderOf(function, items));
        if (step.Next is { } next) await queue.AddAsync(next, step.NextPayload).ConfigureAwait(false);
    }
}
