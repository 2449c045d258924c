using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Invocation;

/// <summary>Runs a queued event once, and decides what comes next: again, a destination, nothing. Source: doc invocation-async-error-handling.</summary>
internal sealed class EventRunner(FunctionCatalog functions, FunctionInvoker invoker, Destinations destinations, TimeProvider time)
{
    private const int RetriesUsual = 2;
    private const int AgeSecondsUsual = 21_600;

    private static readonly TimeSpan FirstThrottleWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ThrottleWaitMax = TimeSpan.FromMinutes(5);

    public async Task<QueueStep> RunAsync(QueuedEvent head, byte[] payload, CancellationToken token)
    {
        FunctionRecord? function = functions.Find(head.AccountId, head.Region, head.FunctionName);
        if (function is null) return QueueStep.Done;
        EventInvokeRecord? config = function.EventInvokes.GetValueOrDefault(head.Qualifier ?? "$LATEST");
        if (function.ReservedConcurrency == 0) return Fail("ZeroReservedConcurrency", null);
        if (IsTooOld(head, config)) return Fail("EventAgeExceeded", null);

        FunctionInvocation call = new()
        {
            RequestId = head.RequestId,
            Payload = payload,
            InvokedFunctionArn = "",
            TraceId = head.TraceId,
        };
        InvocationRun? run = await invoker.RunAsync(function, head.Qualifier, call, token).ConfigureAwait(false);
        if (run is null) return QueueStep.Done;
        if (run.ThrottleReason is not null) return Later(head with { Throttles = head.Throttles + 1 }, ThrottleWait(head.Throttles));
        if (run.Outcome.Status == InvocationStatus.Succeeded) return destinations.Follow(function, head, payload, run, "Success", config?.OnSuccess);

        QueuedEvent failed = head with { Failures = head.Failures + 1, Throttles = 0 };
        if (run.IsRecursive || failed.Failures > (config?.MaximumRetryAttempts ?? RetriesUsual)) return Fail("RetriesExhausted", run, failed);
        return Later(failed, TimeSpan.FromMinutes(failed.Failures));

        QueueStep Fail(string condition, InvocationRun? ran, QueuedEvent? last = null)
        {
            destinations.DeadLetter(function, last ?? head, payload, ran);
            return destinations.Follow(function, last ?? head, payload, ran, condition, config?.OnFailure);
        }

        QueueStep Later(QueuedEvent next, TimeSpan wait)
        {
            next = next with { DueAt = time.GetUtcNow() + wait };
            return IsTooOldAt(next, config, next.DueAt) ? Fail("EventAgeExceeded", run, next) : new QueueStep { Again = next };
        }
    }

    private static TimeSpan ThrottleWait(int throttles) => TimeSpan.FromTicks(Math.Min(FirstThrottleWait.Ticks << Math.Min(throttles, 20), ThrottleWaitMax.Ticks));

    private static bool IsTooOldAt(QueuedEvent head, EventInvokeRecord? config, DateTimeOffset moment) =>
        moment - head.QueuedAt > TimeSpan.FromSeconds(config?.MaximumEventAgeSeconds ?? AgeSecondsUsual);

    private bool IsTooOld(QueuedEvent head, EventInvokeRecord? config) => IsTooOldAt(head, config, time.GetUtcNow());
}
