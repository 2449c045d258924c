namespace Gateway.LambdaCompat.Engine.RuntimeApi;

/// <summary>
/// The rules of one runtime process: who may call what, and when an environment is free again. It is free when the runtime, and every extension that is told of
/// invocations, ask for the next one. Callbacks run outside the lock, on the caller's thread.
/// </summary>
internal sealed class RuntimeSession(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource<RuntimeAnswer?> initialised = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<ActiveInvocation>? waiter;
    private ActiveInvocation? current;
    private ActiveInvocation? pending; // taken back from a dead connection
    private SessionState state = SessionState.Starting;

    /// <summary>Registered ones.</summary>
    public ExtensionList Extensions { get; } = new();

    /// <summary>Ends with null when the runtime is ready, else with its error.</summary>
    public Task<RuntimeAnswer?> Initialised => initialised.Task;

    /// <summary>The runtime has answered; true if it asks for the next invocation with the same breath.</summary>
    public Action<ActiveInvocation, bool>? Answered { get; set; }

    /// <summary>After an answer, all are ready for the next invocation.</summary>
    public Action? Released { get; set; }

    /// <summary>After an answer, the runtime is ready for the next invocation, but an extension is not.</summary>
    public Action? Finishing { get; set; }

    /// <summary>The runtime has closed the channel that it was born with.</summary>
    public Action? Broken { get; set; }

    /// <summary>Gives an invocation to a runtime that waits.</summary>
    /// <returns>False if it does not wait.</returns>
    public bool Hand(ActiveInvocation invocation)
    {
        TaskCompletionSource<ActiveInvocation>? taker;
        lock (gate)
        {
            if (state != SessionState.Waiting || waiter is null) return false;
            taker = waiter;
            waiter = null;
            current = invocation;
            state = SessionState.Busy;
        }

        Extensions.Tell(invocation);
        taker.SetResult(invocation);
        return true;
    }

    /// <summary>The runtime asks for an invocation.</summary>
    /// <param name="taker">Given the invocation, or cancelled.</param>
    /// <returns>Null, or the state in which that is not allowed.</returns>
    public SessionState? Wait(TaskCompletionSource<ActiveInvocation> taker)
    {
        TaskCompletionSource<ActiveInvocation>? former;
        lock (gate)
        {
            if (state == SessionState.Closed || (state == SessionState.Busy && pending is null)) return state;
            former = waiter;
            waiter = taker;
        }

        former?.TrySetCanceled();
        Settle(runtimeAsks: true);
        return null;
    }

    /// <summary>The invocation could not be given away: the runtime's connection was gone. It waits for the next connection.</summary>
    public void Return(ActiveInvocation invocation)
    {
        TaskCompletionSource<ActiveInvocation>? taker;
        lock (gate)
        {
            if (state != SessionState.Busy || current != invocation || invocation.IsClaimed) return;
            taker = waiter;
            waiter = null;
            pending = taker is null ? invocation : null;
        }

        taker?.SetResult(invocation);
    }

    /// <summary>Finds the invocation that a response or an error is for, once.</summary>
    /// <returns>Null if there is none of that id; else whether it may be answered now.</returns>
    public (ActiveInvocation Invocation, bool Allowed)? Claim(string requestId)
    {
        lock (gate)
        {
            if (current is null || !string.Equals(current.Call.RequestId, requestId, StringComparison.OrdinalIgnoreCase)) return null;
            bool allowed = state == SessionState.Busy && !current.IsClaimed;
            if (allowed) current.IsClaimed = true;
            return (current, allowed);
        }
    }

    /// <summary>The answer is whole.</summary>
    public void Complete(ActiveInvocation invocation, RuntimeAnswer answer, bool asksForNext)
    {
        lock (gate)
        {
            if (state != SessionState.Busy || current != invocation) return;
            invocation.AnsweredAt = time.GetTimestamp();
            invocation.Answer = answer;
            state = SessionState.Answered;
        }

        Answered?.Invoke(invocation, asksForNext);
    }

    /// <summary>The runtime, or an extension, cannot start.</summary>
    /// <returns>False if it has started already.</returns>
    public bool FailInit(RuntimeAnswer answer)
    {
        lock (gate)
        {
            if (state != SessionState.Starting) return false;
        }

        return initialised.TrySetResult(answer);
    }

    /// <summary>Looks whether all are ready, after one of them became so.</summary>
    public void Settle(bool runtimeAsks = false)
    {
        bool released;
        bool finishing;
        lock (gate)
        {
            if (pending is not null && runtimeAsks && waiter is { } taker)
            {
                ActiveInvocation again = pending;
                pending = null;
                waiter = null;
                taker.SetResult(again);
                return;
            }

            if (waiter is null || state is not (SessionState.Starting or SessionState.Answered)) return;
            released = state == SessionState.Answered;
            finishing = !Extensions.AreReady;
            if (!finishing) state = SessionState.Waiting;
            if (!finishing) current = null;
        }

        if (finishing && released) Finishing?.Invoke();
        else if (finishing) return;
        else if (released) Released?.Invoke();
        else initialised.TrySetResult(null);
    }

    /// <summary>The process is gone, or about to be: nobody waits any longer.</summary>
    public void Close()
    {
        TaskCompletionSource<ActiveInvocation>? taker;
        lock (gate)
        {
            state = SessionState.Closed;
            taker = waiter;
            waiter = null;
            current = pending = null;
        }

        taker?.TrySetCanceled();
        Extensions.Close();
        initialised.TrySetCanceled();
    }

    public SessionState State
    {
        get
        {
            lock (gate) return state;
        }
    }
}
