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
            if (fresh.Count == 0) continue;

            string requestId = ids.Uuid();
            (InvocationRun? run, int firstFailed) = await CallAsync(mapping, fresh, requestId, token).ConfigureAwait(false);
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

    private static string? ProblemOf(InvocationRun? run, int firstFailed, int count)
    {
        if (run is null) return "PROBLEM: Function not found";
        if (run.ThrottleReason is not null) return "PROBLEM: Function call was throttled";
        return run.Outcome.Status != InvocationStatus.Succeeded || firstFailed < count ? "PROBLEM: Function call failed" : null;
    }

    private async Task<(InvocationRun? Run, int FirstFailed)> CallAsync(MappingRecord mapping, List<StreamItem> items, string requestId, CancellationToken token)
    {
        FunctionAddress address = FunctionAddress.Parse(mapping.FunctionArn)!;
        if (functions.Find(mapping.AccountId, mapping.Region, address.Name) is not { } function) return (null, 0);
        FunctionInvocation call = new() { RequestId = requestId, Payload = EventWriter.Event(mapping, items), InvokedFunctionArn = "", TraceId = "" };
        InvocationRun? run = await invoker.RunAsync(function, address.Qualifier, call, token).ConfigureAwait(false);
        if (run is null || run.ThrottleReason is not null) return (run, 0);
        if (run.Outcome.Status != InvocationStatus.Succeeded) return (run, 0);
        return (run, mapping.ReportsItemFailures ? ItemFailures.FirstFailed(run.Outcome.Payload.Span, items) : items.Count);
    }

    private bool IsTooOld(MappingRecord mapping, StreamItem item) =>
        mapping.MaximumRecordAgeSeconds >= 0 && time.GetUtcNow() - item.CreatedAt > TimeSpan.FromSeconds(mapping.MaximumRecordAgeSeconds);

    private async Task GiveUpAsync(MappingRecord mapping, string shardId, IReadOnlyList<StreamItem> items, BatchFailure failure, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        if (mapping.OnFailure is not { } destination) return;
        FunctionAddress address = FunctionAddress.Parse(mapping.FunctionArn)!;
        if (functions.Find(mapping.AccountId, mapping.Region, address.Name) is not { } function) return;
        QueueStep step = destinations.Send(function, destination, EventWriter.Failure(mapping, shardId, items, failure, time.GetUtcNow()));
        if (step.Next is { } next) await queue.AddAsync(next, step.NextPayload).ConfigureAwait(false);
    }
}
