using Gateway.Replication.Links;
using Gateway.Replication.Messages;
using Gateway.Replication.Replica;

namespace Gateway.Replication.AntiEntropy;

/// <summary>Compares this PoP's store with one peer's and repairs both, without a log; answers the peer when that one compares. Lives as long as the peer is a member.</summary>
/// <remarks>Add it to each new link of the peer and call <see cref="Connect"/>. One request at a time, pages of about a megabyte. Messages: docs/formats/replication.md; reasons: ADR 24.</remarks>
internal sealed class Comparer : ILinkPart
{
    private const long AskAgainMilliseconds = 10_000;
    private const long WaitMilliseconds = 1_000;

    /// <summary>Between the requests of a comparison that nobody waits for.</summary>
    private const long RegularMilliseconds = 50;

    /// <summary>A comparison that repaired something looks again whether all is equal now.</summary>
    private const int PassesMax = 3;

    private readonly Lock gate = new();
    private readonly ComparedStore store;
    private readonly ComparisonAnswers answers;
    private readonly DurableAnswers outgoing;
    private readonly List<ComparisonCause> requested = [];
    private Action<Frame>? send;
    private ComparisonRun? run;
    private Action<Frame?, long>? taker;
    private ComparisonStatus ended;
    private ComparisonCause? cause;
    private string? waiting;
    private ulong id;
    private long askedAt;
    private long notBefore;
    private int pass;
    private ComparisonStatus? untold;

    /// <param name="replica">This PoP's data.</param>
    /// <param name="rules">Who follows what.</param>
    /// <param name="fingerprints">This PoP's sums.</param>
    /// <param name="self">This PoP.</param>
    /// <param name="peer">The other one, as it is now: what it follows may change.</param>
    /// <param name="assigned">The last sequence that a write here was given.</param>
    /// <param name="durable">Up to which sequence all is durable.</param>
    public Comparer(IReplica replica, IItemScopes rules, BucketFingerprints fingerprints, PopProfile self, Func<PopProfile> peer, Func<long> assigned, Func<long> durable)
    {
        store = new ComparedStore(replica, rules, fingerprints, self, peer);
        answers = new ComparisonAnswers(store);
        outgoing = new DurableAnswers(assigned, durable);
        ended = new ComparisonStatus { Peer = peer().Name };
    }

    /// <summary>Called when a comparison of this side has ended, in its step and outside its lock: others ask it from under locks of their own.</summary>
    public Action<ComparisonStatus>? Ended { get; set; }

    /// <summary>How the two stores stand. Safe for any thread.</summary>
    public ComparisonStatus Status
    {
        get
        {
            lock (gate) return Describe();
        }
    }

    /// <summary>Asks for a comparison; one that waits already for the same cause is not asked for twice. Safe for any thread.</summary>
    /// <returns>How many (<see cref="ComparisonStatus.Ended"/>) will have ended when it has.</returns>
    public long Request(ComparisonCause why)
    {
        lock (gate)
        {
            // Whatever runs now may have passed by what the cause is about, unless nothing in particular is.
            bool isAsked = requested.Contains(why) || (why == ComparisonCause.Regular && (run is not null || requested.Count > 0));
            if (!isAsked) requested.Add(why);
            int before = requested.Contains(why) ? requested.IndexOf(why) + 1 : requested.Count;
            return ended.Ended + requested.Take(before).Count(cause => cause != ComparisonCause.Contents) + (run is not null && cause != ComparisonCause.Contents ? 1 : 0);
        }
    }

    /// <summary>A new link is there: what was asked and not answered is asked again.</summary>
    public void Connect(Action<Frame> output, long now)
    {
        lock (gate)
        {
            send = output;
            outgoing.Clear();
            PutBack(now);
        }
    }

    /// <summary>The link is gone: waits for the next.</summary>
    public void Disconnect(long now)
    {
        lock (gate)
        {
            send = null;
            outgoing.Clear();
            PutBack(now);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The peer does not keep to the protocol.</exception>
    public bool OnFrame(Frame frame, long now)
    {
        lock (gate)
        {
            switch (frame.KindCase)
            {
                case Frame.KindOneofCase.CompareRequest:
                    Send(new Frame { CompareReply = answers.Answer(frame.CompareRequest) });
                    break;
                case Frame.KindOneofCase.ItemsRequest:
                    Send(new Frame { ItemsReply = answers.Answer(frame.ItemsRequest, now) });
                    break;
                case Frame.KindOneofCase.RepairRequest:
                    Send(new Frame { RepairReply = answers.Answer(frame.RepairRequest) });
                    break;
                case Frame.KindOneofCase.CompareReply:
                    Take(frame, frame.CompareReply.Id, now);
                    break;
                case Frame.KindOneofCase.ItemsReply:
                    Take(frame, frame.ItemsReply.Id, now);
                    break;
                case Frame.KindOneofCase.RepairReply:
                    Take(frame, frame.RepairReply.Id, now);
                    break;
                case Frame.KindOneofCase.CompareEnd:
                    Note(frame.CompareEnd.Equal, now);
                    break;
                default:
                    return false;
            }

            store.Counts.BytesReceived += frame.CalculateSize();
            return true;
        }
    }

    /// <inheritdoc/>
    public long Step(long now)
    {
        long next;
        ComparisonStatus? done;
        lock (gate)
        {
            next = Go(now);
            while (outgoing.Next() is { } frame) send?.Invoke(frame);
            if (outgoing.IsWaiting) next = Math.Min(next, now + 1);
            (done, untold) = (untold, null);
        }

        if (done is not null) Ended?.Invoke(done);
        return next;
    }

    private long Go(long now)
    {
        if (send is null) return long.MaxValue;
        if (taker is not null && now >= askedAt + AskAgainMilliseconds) PutBack(now);
        if (taker is not null) return askedAt + AskAgainMilliseconds;
        if (now < notBefore) return notBefore;
        if (run is null && requested.Count == 0) return long.MaxValue;
        if (!store.Fingerprints.IsReady)
        {
            waiting = "This PoP counts its items.";
            return notBefore = now + WaitMilliseconds;
        }

        waiting = null;
        if (run is null) Begin();
        if (run!.IsDone) EndPass(now);
        if (run is null) return requested.Count > 0 ? now : long.MaxValue;
        long due = run.DueAt(now);
        if (due > now) return due;
        if (run.Next(now) is { } request) Ask(request.Frame, request.Taker, now);
        return taker is null ? Math.Max(now, notBefore) : askedAt + AskAgainMilliseconds;
    }

    private void Begin()
    {
        cause = requested[0];
        requested.RemoveAt(0);
        pass = 1;
        run = new ComparisonRun(store, cause == ComparisonCause.Contents);
    }

    private void EndPass(long now)
    {
        ComparisonRun done = run!;
        run = null;
        bool isEqual = done.Moved == 0 && done.Refused == 0;
        if (!isEqual && pass < PassesMax)
        {
            pass++;
            run = new ComparisonRun(store, false);
            notBefore = now + WaitMilliseconds;
            return;
        }

        ended = ended with { BucketsDone = done.BucketsDone, BucketsTotal = done.BucketsTotal };
        if (cause == ComparisonCause.Contents)
        {
            ended = ended with { ItemsRotten = done.ItemsRotten, Rotten = [.. done.Rotten] };
        }
        else
        {
            Note(isEqual, now);
            ended = ended with { WasPeerInDoubt = done.WasPeerInDoubt, Ended = ended.Ended + 1 };
            Send(new Frame { CompareEnd = new CompareEnd { Equal = isEqual, DocumentsSent = store.Counts.DocumentsSent, DocumentsReceived = store.Counts.DocumentsReceived } });
        }

        untold = Describe();
    }

    private void Note(bool isEqual, long now)
    {
        if (ended.IsEqual != isEqual) ended = ended with { IsEqual = isEqual, Since = now };
    }

    private void Ask(Frame frame, Action<Frame?, long> take, long now)
    {
        id++;
        switch (frame.KindCase)
        {
            case Frame.KindOneofCase.CompareRequest:
                frame.CompareRequest.Id = id;
                break;
            case Frame.KindOneofCase.ItemsRequest:
                frame.ItemsRequest.Id = id;
                break;
            default:
                frame.RepairRequest.Id = id;
                break;
        }

        taker = take;
        askedAt = now;
        Send(frame);
    }

    private void Take(Frame frame, ulong answered, long now)
    {
        if (taker is not { } take || answered != id) return;
        taker = null;
        take(frame, now);
        if (run!.IsPeerCounting) notBefore = now + WaitMilliseconds;
        else if (cause == ComparisonCause.Regular) notBefore = now + RegularMilliseconds;
        waiting = run.IsPeerCounting ? "The peer counts its items." : null;
    }

    private void PutBack(long now)
    {
        if (taker is not { } take) return;
        taker = null;
        id++; // a late answer is none
        take(null, now);
    }

    private void Send(Frame frame)
    {
        store.Counts.BytesSent += frame.CalculateSize();
        outgoing.Add(frame);
        while (outgoing.Next() is { } next) send?.Invoke(next);
    }

    private ComparisonStatus Describe() => ended with
    {
        IsRunning = run is not null,
        Cause = cause,
        Waiting = waiting,
        BucketsDone = run?.BucketsDone ?? ended.BucketsDone,
        BucketsTotal = run?.BucketsTotal ?? ended.BucketsTotal,
        ItemsCompared = store.Counts.ItemsCompared,
        ItemsDifferent = store.Counts.ItemsDifferent,
        DocumentsSent = store.Counts.DocumentsSent,
        DocumentsReceived = store.Counts.DocumentsReceived,
        DocumentsRefused = store.Counts.DocumentsRefused,
        DocumentsSplit = store.Units.Split,
        BytesSent = store.Counts.BytesSent,
        BytesReceived = store.Counts.BytesReceived,
        ItemsRotten = run is { ItemsRotten: > 0 } ? run.ItemsRotten : ended.ItemsRotten,
    };
}
