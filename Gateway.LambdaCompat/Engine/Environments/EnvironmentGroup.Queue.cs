namespace Gateway.LambdaCompat.Engine.Environments;

/// <summary>
/// Turns. Very short invocations hardly wait for anything: more of them at once than the processors can run only makes processes push one another aside. So of a function
/// whose invocations are very short only a few run at once, in the environments that were used last; the next ones wait, some milliseconds at most. One that runs for longer than
/// that holds up nobody: it does not count as one of the few.
/// </summary>
internal sealed partial class EnvironmentGroup<T>
{
    private static readonly TimeSpan TurnMax = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan WaitMax = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(2);

    private readonly int turnsMax;
    private readonly TimeProvider time;
    private readonly InvocationPace pace;
    private readonly ITimer timer;
    private readonly Dictionary<T, Turn> busy = [];
    private bool isTiming;

    private readonly record struct Turn(long Since, bool IsCounted);

    /// <summary>So many short invocations run that the next one waits.</summary>
    private bool IsFull(long now) => busy.Count >= turnsMax && TurnsAt(now) >= turnsMax && pace.IsShort(now);

    private int TurnsAt(long now)
    {
        int turns = 0;
        foreach (Turn turn in busy.Values)
        {
            if (time.GetElapsedTime(turn.Since, now) < TurnMax) turns++;
        }

        return turns;
    }

    private bool IsOverdue(EnvironmentWaiter<T> waiter, long now) => time.GetElapsedTime(waiter.Since, now) >= WaitMax;

    /// <returns>Whether it has one, or waits for what becomes free or is starting; if not, it counts as arriving. Null if there is no room for it.</returns>
    private bool? TryQueue(EnvironmentWaiter<T> waiter)
    {
        List<T> expiring = [];
        bool isQueued;
        lock (gate)
        {
            if (retired || busy.Count + waiting.Count + arriving >= waiter.Spec.EnvironmentsMax) return null;
            bool isFull = IsFull(waiter.Since);
            if (!isFull && Take(waiter.Since, expiring) is { } taken) // became free just now
            {
                waiter.Arrival.SetResult(new TakenEnvironment<T>(taken, IsNew: false));
                isQueued = true;
            }
            else
            {
                isQueued = isFull || starting > waiting.Count;
                if (isQueued) waiting.Enqueue(waiter);
                else arriving++;
                KeepTime();
            }
        }

        foreach (T environment in expiring) Remove(environment);
        return isQueued;
    }

    /// <summary>The free one that was used last.</summary>
    private T? Take(long now, List<T> expiring)
    {
        while (free.Count > 0)
        {
            T last = free[^1];
            free.RemoveAt(free.Count - 1);
            if (!last.IsExpiring)
            {
                BeginTurn(last, isNew: false, now);
                return last;
            }

            expiring.Add(last);
        }

        return null;
    }

    private void Hand(T environment, EnvironmentWaiter<T> waiter, bool isNew, long now)
    {
        BeginTurn(environment, isNew, now);
        waiter.Arrival.SetResult(new TakenEnvironment<T>(environment, isNew));
    }

    /// <summary>Counts unless many run already, or the runtime has to warm up first.</summary>
    private void BeginTurn(T environment, bool isNew, long now) => busy[environment] = new Turn(now, !isNew && (busy.Count < turnsMax || TurnsAt(now) < turnsMax));

    private void EndTurn(T environment, long now)
    {
        if (busy.Remove(environment, out Turn turn) && turn.IsCounted) pace.Count(time.GetElapsedTime(turn.Since, now));
    }

    /// <summary>Looks again soon if somebody waits for whom none is starting.</summary>
    private void KeepTime()
    {
        if (isTiming || waiting.Count <= starting) return;
        isTiming = true;
        timer.Change(LookEvery, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (gate) isTiming = false;
        ServeWaiting();
    }

    /// <summary>Gives free ones to those whose turn it is, or who have waited for too long; starts more if there are too few. Also when retired: these came before.</summary>
    private void ServeWaiting()
    {
        List<T> expiring = [];
        EnvironmentWaiter<T>[] starters;
        lock (gate)
        {
            long now = time.GetTimestamp();
            int room = Math.Max(0, turnsMax - TurnsAt(now));
            while (waiting.TryPeek(out EnvironmentWaiter<T>? first) && (room > 0 || IsOverdue(first, now)) && Take(now, expiring) is { } taken)
            {
                Hand(taken, waiting.Dequeue(), isNew: false, now);
                room--;
            }

            starters = [.. waiting.TakeWhile((waiter, position) => position < room || IsOverdue(waiter, now)).Skip(starting)];
        }

        foreach (T environment in expiring) Remove(environment);
        foreach (EnvironmentWaiter<T> waiter in starters) StartLate(waiter);
        lock (gate) KeepTime();
    }

    /// <summary>Starts one for somebody who waits already. If there is no room for that, who has waited for longest is told, unless turns end and it has only to wait.</summary>
    private void StartLate(EnvironmentWaiter<T> waiter)
    {
        T? made = null;
        Exception? bug = null;
        try
        {
            made = TryMakeLate(waiter.Spec, isProvisioned: false);
        }
        catch (Exception fault) // whoever waits is told; nobody else would be
        {
            bug = fault;
        }

        EnvironmentWaiter<T>? refused = null;
        lock (gate)
        {
            if (made is not null) starting++;
            else if (waiting.Count > starting && (bug is not null || TurnsAt(time.GetTimestamp()) == 0)) refused = waiting.Dequeue();
        }

        if (made is not null) _ = StartAsync(made, waiter.RequestId);
        else if (bug is not null) refused?.Arrival.SetException(bug);
        else refused?.Arrival.SetResult(null);
    }
}
