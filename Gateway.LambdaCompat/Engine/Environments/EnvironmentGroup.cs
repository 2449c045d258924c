namespace Gateway.LambdaCompat.Engine.Environments;

/// <summary>
/// The environments of one version of a function. The one that was used last is used next, so that those that are not needed are seen to be idle. Who finds none free
/// has one started, and takes the first that there is: the started one, or one that becomes free meanwhile; then the started one joins the idle ones. Very short
/// invocations take turns instead (see the other half of this class).
/// </summary>
internal sealed partial class EnvironmentGroup<T>
    where T : class, IPooledEnvironment
{
    private readonly Lock gate = new();
    private readonly Func<bool> reserve;
    private readonly Func<EnvironmentSpec, bool, Action<T>, Action<T>, T> create;
    private readonly Action give;
    private readonly List<T> free = []; // the last used comes last
    private readonly HashSet<T> all = [];
    private readonly Queue<EnvironmentWaiter<T>> waiting = new();
    private int arriving; // have found none, and have none starting yet
    private int starting;
    private int total;
    private int provisioned;
    private bool retired;

    /// <param name="reserve">Makes room on the machine for one more; false if there is none.</param>
    /// <param name="create">Given what is called when the environment is free, and when it is lost.</param>
    /// <param name="give">Gives the machine one back.</param>
    /// <param name="turnsMax">So many very short invocations run at once; the others wait for their turn.</param>
    public EnvironmentGroup(Func<bool> reserve, Func<EnvironmentSpec, bool, Action<T>, Action<T>, T> create, Action give, int turnsMax, TimeProvider time)
    {
        this.reserve = reserve;
        this.create = create;
        this.give = give;
        this.turnsMax = turnsMax;
        this.time = time;
        pace = new InvocationPace(time);
        timer = time.CreateTimer(static state => ((EnvironmentGroup<T>)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>All there are.</summary>
    public IReadOnlyList<T> All
    {
        get
        {
            lock (gate) return [.. all];
        }
    }

    /// <summary>It takes no new invocations: whoever finds it so asks for another group.</summary>
    public bool IsRetired
    {
        get
        {
            lock (gate) return retired;
        }
    }

    /// <summary>Takes a free one.</summary>
    /// <returns>Null if there is none, or if the invocation may have to wait for its turn.</returns>
    public T? TakeFree()
    {
        List<T> expiring = [];
        T? taken;
        lock (gate)
        {
            long now = time.GetTimestamp();
            taken = waiting.Count > 0 || IsFull(now) ? null : Take(now, expiring); // beside those who wait the limit counts: Await knows it
        }

        foreach (T environment in expiring) Remove(environment);
        return taken;
    }

    /// <summary>Waits for the first that there is; starts one for that, unless more are starting than are waited for, or the invocation waits for its turn.</summary>
    /// <param name="spec">What to start.</param>
    /// <param name="requestId">Of the invocation.</param>
    /// <returns>Null if there are as many as there may be; the task's value is null if that shows later.</returns>
    public Task<TakenEnvironment<T>?>? Await(EnvironmentSpec spec, string requestId)
    {
        EnvironmentWaiter<T> waiter = new(spec, requestId, time.GetTimestamp());
        if (TryQueue(waiter) is not { } isQueued) return null;
        if (isQueued) return waiter.Arrival.Task;

        T? made = null;
        try
        {
            made = TryMake(spec, isProvisioned: false);
        }
        finally
        {
            lock (gate)
            {
                arriving--;
                if (made is not null) starting++;
                if (made is not null) waiting.Enqueue(waiter);
            }
        }

        if (made is null) return null;
        _ = StartAsync(made, requestId);
        return waiter.Arrival.Task;
    }

    /// <summary>Makes one that is not free yet.</summary>
    public T? TryMake(EnvironmentSpec spec, bool isProvisioned)
    {
        lock (gate)
        {
            if (retired) return null;
        }

        return TryMakeLate(spec, isProvisioned);
    }

    /// <summary>It is free again.</summary>
    public void Release(T environment)
    {
        bool isOfUse = !environment.IsExpiring;
        lock (gate)
        {
            long now = time.GetTimestamp();
            EndTurn(environment, now);
            if (isOfUse && waiting.TryPeek(out EnvironmentWaiter<T>? first) && (retired || !IsFull(now) || IsOverdue(first, now)))
            {
                Hand(environment, waiting.Dequeue(), isNew: false, now);
                return;
            }

            if (isOfUse && !retired)
            {
                free.Add(environment);
                return;
            }
        }

        Remove(environment);
        ServeWaiting();
    }

    /// <summary>Ends one.</summary>
    public void Remove(T environment)
    {
        lock (gate)
        {
            if (!all.Remove(environment)) return;
            busy.Remove(environment);
            free.Remove(environment);
            total--;
        }

        environment.Dispose();
        give();
    }

    /// <summary>So many are kept, whatever happens; the ones there are beyond that end when they are idle.</summary>
    /// <returns>How many there are.</returns>
    public int Provision(int count)
    {
        lock (gate)
        {
            provisioned = count;
            return all.Count(environment => environment.IsProvisioned);
        }
    }

    /// <summary>Ends those that have been free since before.</summary>
    /// <param name="before">A timestamp.</param>
    public void EndIdle(long before)
    {
        List<T> ending = [];
        lock (gate)
        {
            int keep = provisioned;
            for (int i = free.Count - 1; i >= 0; i--)
            {
                if (free[i].IsProvisioned && keep-- > 0) continue;
                if (free[i].FreeSince < before || free[i].IsProvisioned) ending.Add(free[i]);
            }

            foreach (T environment in ending) free.Remove(environment);
        }

        foreach (T environment in ending) Remove(environment);
    }

    /// <summary>The one that has been free for longest and is not provisioned; null if there is none.</summary>
    public T? Oldest
    {
        get
        {
            lock (gate) return free.Find(environment => !environment.IsProvisioned);
        }
    }

    /// <summary>Ends one if it is still free.</summary>
    public bool TryEvict(T environment)
    {
        lock (gate)
        {
            if (!free.Remove(environment)) return false;
        }

        Remove(environment);
        return true;
    }

    /// <summary>Ends the free ones now, the busy ones when they are free and nobody waits for one.</summary>
    public void Retire()
    {
        List<T> ending;
        lock (gate)
        {
            retired = true;
            ending = [.. free];
            free.Clear();
        }

        foreach (T environment in ending) Remove(environment);
    }

    private T? TryMakeLate(EnvironmentSpec spec, bool isProvisioned)
    {
        lock (gate)
        {
            if (total >= spec.EnvironmentsMax) return null;
            total++;
        }

        if (!reserve())
        {
            lock (gate) total--;
            return null;
        }

        T made = create(spec, isProvisioned, Release, environment => TryEvict(environment));
        lock (gate) all.Add(made);
        return made;
    }

    /// <summary>Starts one and gives it to who has waited for longest; to the idle ones if nobody waits any more.</summary>
    private async Task StartAsync(T made, string requestId)
    {
        bool isReady = false;
        Exception? bug = null;
        try
        {
            isReady = await made.StartAsync(requestId).ConfigureAwait(false);
        }
        catch (Exception fault) // whoever waits is told; nobody else would be
        {
            bug = fault;
        }

        EnvironmentWaiter<T>? waiter;
        lock (gate)
        {
            starting--;
            if (!waiting.TryDequeue(out waiter) && isReady && !retired)
            {
                free.Add(made);
                return;
            }

            if (waiter is not null && bug is null) Hand(made, waiter, isNew: true, time.GetTimestamp()); // also if it is not ready: the invocation tries again and says what is wrong
        }

        if (waiter is null || bug is not null) Remove(made);
        if (bug is not null) waiter?.Arrival.SetException(bug);
    }
}
