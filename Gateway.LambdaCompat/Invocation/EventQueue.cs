namespace Gateway.LambdaCompat.Invocation;

/// <summary>Asynchronous invocations, each in the store until it has ended: run when due, many at once, again after a failure.</summary>
/// <remarks>Memory holds only their numbers: events may be large, and many may wait.</remarks>
internal sealed class EventQueue(QueueStore store, LambdaOptions options, TimeProvider time, Action<Exception, string> onBug) : IAsyncDisposable
{
    private static readonly TimeSpan AfterBug = TimeSpan.FromMinutes(1);

    private readonly PriorityQueue<long, (DateTimeOffset Due, long Number)> waiting = new();
    private readonly Lock gate = new();
    private readonly SemaphoreSlim added = new(0);
    private readonly SemaphoreSlim places = new(options.AsynchronousAtOnceMax);
    private readonly CancellationTokenSource stopping = new();
    private readonly HashSet<Task> running = [];
    private Func<QueuedEvent, byte[], CancellationToken, Task<QueueStep>>? run;
    private Task loop = Task.CompletedTask;

    /// <summary>How many wait or run.</summary>
    public int Count
    {
        get
        {
            lock (gate) return waiting.Count + running.Count;
        }
    }

    /// <summary>Reads what waits in the store, and begins.</summary>
    /// <param name="runEvent">Runs an event once and says what comes next.</param>
    public void Start(Func<QueuedEvent, byte[], CancellationToken, Task<QueueStep>> runEvent)
    {
        run = runEvent;
        foreach ((long number, DateTimeOffset due) in store.List()) waiting.Enqueue(number, (due, number));
        loop = LoopAsync();
    }

    /// <summary>Adds an event; durable when it ends.</summary>
    public async ValueTask AddAsync(QueuedEvent head, ReadOnlyMemory<byte> payload)
    {
        if (Count >= options.AsynchronousWaitingMax) throw LambdaErrors.Throttled("CallerRateLimitExceeded");
        Enter(await store.ReplaceAsync(head, payload, null).ConfigureAwait(false), head.DueAt);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task[] left;
        lock (gate) left = [.. running];
        await Task.WhenAll(left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
        added.Dispose();
        places.Dispose();
    }

    private void Enter(long number, DateTimeOffset due)
    {
        lock (gate) waiting.Enqueue(number, (due, number));
        added.Release();
    }

    private async Task LoopAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            long? due = null;
            TimeSpan wait = Timeout.InfiniteTimeSpan;
            lock (gate)
            {
                if (waiting.TryPeek(out _, out (DateTimeOffset Due, long Number) first))
                {
                    TimeSpan left = first.Due - time.GetUtcNow();
                    if (left <= TimeSpan.Zero) due = waiting.Dequeue();
                    else wait = left;
                }
            }

            if (due is { } one) await StartAsync(one).ConfigureAwait(false);
            else await WaitAsync(wait).ConfigureAwait(false);
        }
    }

    /// <summary>Ends when something was added, or the time is over.</summary>
    private async Task WaitAsync(TimeSpan wait)
    {
        if (wait == Timeout.InfiniteTimeSpan)
        {
            await added.WaitAsync(stopping.Token).ConfigureAwait(false);
            return;
        }

        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        Task arrival = added.WaitAsync(either.Token);
        await Task.WhenAny(arrival, Task.Delay(wait, time, either.Token)).ConfigureAwait(false);
        await either.CancelAsync().ConfigureAwait(false);
        await arrival.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task StartAsync(long number)
    {
        await places.WaitAsync(stopping.Token).ConfigureAwait(false);
        lock (gate)
        {
            Task task = Task.Run(() => RunAsync(number), CancellationToken.None);
            running.Add(task);
            _ = task.ContinueWith(Ended, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        void Ended(Task task)
        {
            lock (gate) running.Remove(task);
        }
    }

    private async Task RunAsync(long number)
    {
        try
        {
            if (store.Load(number) is not ({ } head, { } payload)) return;
            QueueStep step = await run!(head, payload, stopping.Token).ConfigureAwait(false);
            if (step.Again is { } again)
            {
                await store.ChangeAsync(number, again, payload).ConfigureAwait(false);
                Enter(number, again.DueAt);
                return;
            }

            long next = await store.ReplaceAsync(step.Next, step.NextPayload, number).ConfigureAwait(false);
            if (step.Next is { } follower) Enter(next, follower.DueAt);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It stays in the store and runs after the next start.
        }
        catch (Exception bug)
        {
            onBug(bug, "asynchronous invocation");
            Enter(number, time.GetUtcNow() + AfterBug);
        }
        finally
        {
            places.Release();
        }
    }
}
