namespace Gateway.Storage.Commit;

/// <summary>Gives writes their sequences and makes many of them durable with one sync.</summary>
/// <remarks>
/// Writers write on their own threads, side by side. One thread syncs: each round makes durable what was written before it began; what is written
/// meanwhile joins the next one, which begins at once. Safe for many threads. Source: DESIGN 5, ADR 10.
/// </remarks>
public sealed class CommitLoop : IDisposable
{
    private const int SpareBatchBytesMax = 1 << 20;

    [ThreadStatic]
    private static WriteBatch? spare;

    private readonly Lock gate = new();
    private readonly AutoResetEvent wake = new(false);
    private readonly ManualResetEventSlim drained = new();
    private readonly IKeyValueStore store;
    private readonly Durability durability;
    private readonly Action<StoreFault>? onFailure;
    private readonly WritesInFlight inFlight;
    private readonly Thread? syncing;
    private long assigned;
    private long durable;
    private readonly bool isStepped;
    private CommitRound open;
    private CommitRound? current;
    private long currentUpTo;
    private bool isIdle;
    private StoreFault? refusal;

    /// <summary>Starts the loop.</summary>
    /// <param name="store">Where to; stays the caller's, who closes it after the loop.</param>
    /// <param name="lastSequence">The last sequence that this store ever gave; 0 for a new one.</param>
    /// <param name="durability">With <see cref="Durability.Os"/> a write of the store must have reached the operating system when it ends.</param>
    /// <param name="onFailure">Called once, on the loop's thread, when a sync has failed and nothing is written any more.</param>
    /// <param name="isStepped">True for no thread: what is written becomes durable with <see cref="SyncNow"/> only, and who waits for it goes on within that call.</param>
    public CommitLoop(IKeyValueStore store, long lastSequence, Durability durability = Durability.Fsync, Action<StoreFault>? onFailure = null, bool isStepped = false)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentOutOfRangeException.ThrowIfNegative(lastSequence);
        this.store = store;
        this.durability = durability;
        this.onFailure = onFailure;
        this.isStepped = isStepped;
        open = new CommitRound(isStepped);
        assigned = durable = lastSequence;
        inFlight = new WritesInFlight(lastSequence);
        if (durability == Durability.Os || isStepped) return;

        // A thread of its own: a sync blocks, and a blocked thread of the pool is one that serves nobody.
        syncing = new Thread(Run) { IsBackground = true, Name = "commit" };
        syncing.Start();
    }

    /// <summary>The last sequence that was given, written or not: whoever has read something has seen no later change. Ask after reading.</summary>
    public long AssignedSequence => Volatile.Read(ref assigned);

    /// <summary>All changes up to here are written: a read that begins now sees them.</summary>
    public long WrittenSequence
    {
        get
        {
            lock (gate) return inFlight.Watermark;
        }
    }

    /// <summary>All changes up to here are durable, and a read that begins now sees them. Never goes back.</summary>
    public long DurableSequence => Volatile.Read(ref durable);

    /// <summary>Writes a batch on this thread. When it returns the batch is visible; it is durable when the ticket says so.</summary>
    /// <param name="changes">How many sequences it takes; 0 for a write that is not in the log.</param>
    /// <param name="state">Passed to <paramref name="fill"/>.</param>
    /// <param name="fill">Fills the batch; static, so that nothing is allocated.</param>
    /// <exception cref="StoreFault">Nothing was written. Its sequences are not given again.</exception>
    public CommitTicket Write<TState>(int changes, TState state, FillBatch<TState> fill)
        where TState : allows ref struct
    {
        ArgumentOutOfRangeException.ThrowIfNegative(changes);
        (long number, long first) = Begin(changes);
        bool isWritten = false;
        CommitRound? round;
        try
        {
            WriteBatch batch = spare ?? new WriteBatch();
            spare = null; // a fill that writes, too, gets another one
            fill(batch, first, state);
            isWritten = store.Write(batch);
            batch.Clear();
            if (batch.CapacityBytes <= SpareBatchBytesMax) spare = batch;
        }
        finally
        {
            round = End(number, isWritten);
        }

        return isWritten ? new CommitTicket(first, round) : default;
    }

    /// <summary>Writes a batch, as the other overload does.</summary>
    public CommitTicket Write(int changes, Action<WriteBatch, long> fill) => Write(changes, fill, static (batch, first, action) => action(batch, first));

    /// <summary>Ends when all changes up to a sequence are durable; also one that is not given yet.</summary>
    /// <exception cref="StoreFault">That will not happen: the loop is closed, or a sync has failed.</exception>
    public ValueTask WaitDurableAsync(long sequence, CancellationToken token = default) => sequence <= DurableSequence ? ValueTask.CompletedTask : new ValueTask(WaitAsync(sequence, token));

    /// <summary>One round of a stepped loop: makes durable what was written before.</summary>
    /// <returns>False if nothing waited for a sync.</returns>
    public bool SyncNow()
    {
        if (!isStepped) throw new InvalidOperationException("This loop has a thread that syncs.");
        if (!TryNext(out CommitRound? round) || round is null) return false;
        Sync(round);
        return true;
    }

    /// <summary>Refuses new writes, waits for those that have begun, makes all durable and ends.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            refusal ??= new StoreFault(StoreFaultKind.Closed, "The store is closed.");
            if (inFlight.Count == 0) drained.Set();
        }

        drained.Wait();
        bool mustWake;
        lock (gate)
        {
            mustWake = isIdle;
            isIdle = false;
            if (syncing is null && !isStepped) FailOpenRound();
        }

        if (mustWake) wake.Set();
        syncing?.Join();
        while (isStepped && SyncNow())
        {
            // what was written last becomes durable, too
        }
    }

    /// <summary>Under the lock: a sync has failed.</summary>
    private bool HasFailed => refusal is { Kind: StoreFaultKind.Failed };

    private (long Number, long First) Begin(int changes)
    {
        lock (gate)
        {
            if (refusal is not null) throw new StoreFault(refusal.Kind, refusal.Message, refusal.InnerException);
            long first = assigned + 1;
            Volatile.Write(ref assigned, assigned + changes);
            return (inFlight.Begin(assigned), first);
        }
    }

    private CommitRound? End(long number, bool isWritten)
    {
        CommitRound? joined = null;
        CommitRound? passed = null;
        bool mustWake = false;
        lock (gate)
        {
            inFlight.End(number);
            if (refusal is not null && inFlight.Count == 0) drained.Set();

            if (durability == Durability.Os)
            {
                passed = MoveWatermark(inFlight.Watermark);
            }
            else if (isWritten)
            {
                joined = open;
                joined.Join();
                mustWake = isIdle;
                isIdle = false;
            }
            else if (open.Tickets == 0 && !HasFailed)
            {
                // Its sequences stay empty, and all others up to the watermark are durable, or will be with the sync that is going on.
                if (current is null) passed = MoveWatermark(inFlight.Watermark);
                else currentUpTo = inFlight.Watermark;
            }
        }

        passed?.Complete();
        if (mustWake) wake.Set();
        return joined;
    }

    /// <summary>Under the lock.</summary>
    /// <returns>A round that nobody will sync and somebody waits for: complete it outside the lock, so that they look again.</returns>
    private CommitRound? MoveWatermark(long upTo)
    {
        Volatile.Write(ref durable, upTo);
        if (!open.IsAwaited || open.Tickets > 0 || open.IsCompleted) return null;

        CommitRound passed = open;
        open = new CommitRound(isStepped);
        return passed;
    }

    private async Task WaitAsync(long sequence, CancellationToken token)
    {
        while (true)
        {
            Task completion;
            lock (gate)
            {
                if (sequence <= durable) return;
                CommitRound round = current is not null && sequence <= currentUpTo ? current : open;
                round.IsAwaited = true;
                completion = round.Completion;
            }

            await completion.WaitAsync(token).ConfigureAwait(false);
        }
    }

    private void Run()
    {
        while (TryNext(out CommitRound? round))
        {
            if (round is null)
            {
                wake.WaitOne();
                continue;
            }

            Sync(round);
        }
    }

    /// <summary>Takes the next round, or none when there is nothing to do now.</summary>
    /// <returns>False when there will be nothing to do any more.</returns>
    private bool TryNext(out CommitRound? round)
    {
        round = null;
        lock (gate)
        {
            if (HasFailed) return false;
            if (open.Tickets > 0)
            {
                round = current = open;
                currentUpTo = inFlight.Watermark; // these have ended, so the sync that begins now covers them
                open = new CommitRound(isStepped);
                return true;
            }

            isIdle = refusal is null || inFlight.Count > 0;
            if (!isIdle) FailOpenRound();
            return isIdle;
        }
    }

    private void Sync(CommitRound round)
    {
        StoreFault? failure = null;
        try
        {
            store.Sync();
        }
        catch (Exception exception) // whatever it is, nobody knows what is on the disk now
        {
            failure = new StoreFault(StoreFaultKind.Failed, $"The disk did not take what was written: {exception.Message} Nothing is written any more; the store must be opened again.", exception);
        }

        CommitRound? passed = null;
        lock (gate)
        {
            current = null;
            if (failure is null)
            {
                passed = MoveWatermark(currentUpTo);
            }
            else
            {
                refusal = failure;
                FailOpenRound();
            }
        }

        if (failure is null)
        {
            round.Complete();
            passed?.Complete();
            return;
        }

        round.Fail(failure);
        onFailure?.Invoke(failure);
    }

    /// <summary>Whoever waits for it, or comes to it later, learns why it will not be.</summary>
    private void FailOpenRound()
    {
        if (!open.IsCompleted) open.Fail(refusal!);
    }
}
