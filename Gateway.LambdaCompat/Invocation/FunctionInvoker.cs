using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Sharing;
using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat.Invocation;

/// <summary>Calls functions: finds the version, keeps the limits, hands over to the engine.</summary>
internal sealed class FunctionInvoker(FunctionCatalog functions, SpecMaker specs, StateKeeper states, ConcurrencyLimits limits, MissingPackages missing, IFunctionEngine engine, IdMaker ids, TimeProvider time) : IFunctionInvoker
{
    /// <summary>Where asynchronous calls go; set once, before the first one.</summary>
    public required EventQueue Queue { private get; init; }

    public async Task<(InvocationOutcome Outcome, string ExecutedVersion)?> InvokeAsync(
        string accountId, string region, string functionName, string? qualifier, FunctionInvocation call, CancellationToken token)
    {
        if (Find(accountId, region, functionName, qualifier) is not { } found) return null;
        InvocationRun? run = await RunAsync(found.Function, found.Qualifier, call, token).ConfigureAwait(false);
        if (run is null) return null;
        return (run.IsRecursive ? run.Outcome with { ErrorType = "RecursiveInvocationException" } : run.Outcome, run.ExecutedVersion);
    }

    public async Task<bool> EnqueueAsync(string accountId, string region, string functionName, string? qualifier, ReadOnlyMemory<byte> payload, string requestId, CancellationToken token)
    {
        if (Find(accountId, region, functionName, qualifier) is not { } found || found.Function.Resolve(found.Qualifier) is null) return false;
        (string traceId, _) = TraceLineage.Next(null, found.Function.Arn, time.GetUtcNow(), ids);
        await Queue.AddAsync(NewEvent(found.Function, found.Qualifier, requestId, traceId), payload).ConfigureAwait(false);
        return true;
    }

    /// <summary>An event for the queue, due now. It has no client context: Lambda passes that on in synchronous calls only. Source: doc API_Invoke.</summary>
    public QueuedEvent NewEvent(FunctionRecord function, string? qualifier, string requestId, string traceId)
    {
        DateTimeOffset now = time.GetUtcNow();
        return new QueuedEvent
        {
            AccountId = function.AccountId,
            Region = function.Region,
            FunctionName = function.Name,
            Qualifier = qualifier,
            RequestId = requestId,
            TraceId = traceId,
            QueuedAt = now,
            DueAt = now,
        };
    }

    /// <summary>Runs a function once.</summary>
    /// <param name="function">As it is now.</param>
    /// <param name="qualifier">Version or alias; null for none.</param>
    /// <param name="call">Its ARN is filled in here, and its trace counted on.</param>
    /// <param name="token">The caller has gone.</param>
    /// <returns>Null if there is no such version.</returns>
    public async Task<InvocationRun?> RunAsync(FunctionRecord function, string? qualifier, FunctionInvocation call, CancellationToken token) =>
        Choose(function, qualifier) is { } version ? await RunAsync(function, version, qualifier, call, token).ConfigureAwait(false) : null;

    /// <summary>Runs a version that was chosen before.</summary>
    public async Task<InvocationRun> RunAsync(FunctionRecord function, VersionRecord version, string? qualifier, FunctionInvocation call, CancellationToken token)
    {
        (string traceId, int depth) = TraceLineage.Next(call.TraceId, function.Arn, time.GetUtcNow(), ids);
        if (depth > TraceLineage.DepthMax && !function.AllowsRecursion) return new InvocationRun(new InvocationOutcome { Status = InvocationStatus.Failed }, version.Version, IsRecursive: true);
        if (missing.Lacks(version)) return new InvocationRun(new InvocationOutcome { Status = InvocationStatus.Throttled }, version.Version, LambdaErrors.Pending);
        if (limits.TryEnter(function) is { } reason) return new InvocationRun(new InvocationOutcome { Status = InvocationStatus.Throttled }, version.Version, reason);
        try
        {
            FunctionInvocation invocation = call with { TraceId = traceId, InvokedFunctionArn = Arns.Function(function.Region, function.AccountId, function.Name, qualifier) };
            InvocationOutcome outcome = await engine.InvokeAsync(specs.Of(function, version), invocation, token).ConfigureAwait(false);
            string? throttled = outcome.Status != InvocationStatus.Throttled ? null : function.ReservedConcurrency is null ? LambdaErrors.AccountLimit : LambdaErrors.ReservedLimit;
            return new InvocationRun(outcome, version.Version, throttled);
        }
        finally
        {
            limits.Leave(function);
            states.EndIfReplaced(function, version);
        }
    }

    /// <summary>The version of a qualifier; of an alias with weights by chance. Null if there is none.</summary>
    public VersionRecord? Choose(FunctionRecord function, string? qualifier)
    {
        if (qualifier is null || function.FindAlias(qualifier) is not { } alias) return function.Resolve(qualifier);
        bool takesOther = alias.AdditionalVersion is not null && ids.Fraction() < alias.AdditionalWeight;
        return function.FindVersion(takesOther ? alias.AdditionalVersion! : alias.FunctionVersion);
    }

    private (FunctionRecord Function, string? Qualifier)? Find(string accountId, string region, string functionName, string? qualifier)
    {
        FunctionAddress? address = FunctionAddress.Parse(functionName);
        if (address is null || (address.Region ?? region) != region || (address.AccountId ?? accountId) != accountId) return null;
        return functions.Find(accountId, region, address.Name) is { } function ? (function, qualifier ?? address.Qualifier) : null;
    }
}
