using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Replication.Links;
using Gateway.Replication.Messages;
using Gateway.Replication.Replica;
using Gateway.Storage.Commit;

namespace Gateway.Replication.Following;

/// <summary>Answers a peer that asks for partitions: notes that it follows, then sends what is here, a page at each step. Transactions stay whole.</summary>
/// <remarks>Rules only, called by its link. The lease is given before anything is read: what is written later is shipped, what was written before is read.</remarks>
internal sealed class FollowAnswers(LinkHouse house, PartitionFollower follower, PopProfile peer, Action<Frame> send)
{
    private const int QuestionsMax = 1024;
    private const int PageBytesUsual = 512 * 1024;
    private const int PageUnitsMax = 1024;
    private const int UnitBytesMax = 6 * 1024 * 1024;
    private const int PartitionBytesMax = 4096;
    private const long LeaseMillisecondsMax = 3_600_000;

    private readonly Queue<FollowQuestion> questions = new();
    private readonly Queue<(Frame Frame, long Sequence, CommitTicket Given)> ready = new();

    /// <summary>Takes a question.</summary>
    public void Add(Follow question)
    {
        PartitionName partition = new(FrameTables.Decode(question.Table), question.Partition.Memory);
        long until = follower.Now + Math.Clamp(question.LeaseMilliseconds, 0, LeaseMillisecondsMax) + (long)follower.Options.Grace.TotalMilliseconds;
        bool isFit = partition.Key.Length is > 0 and <= PartitionBytesMax && questions.Count < QuestionsMax && follower.Data.MayFollow(partition, peer) && follower.Data.HashOf(partition) is not null;
        if (!isFit || !house.IsWhole() || follower.Given.Give(partition, peer.Name, until) is not { } ticket)
        {
            send(new Frame { Followed = new Followed { Id = question.Id, Refused = true } });
            return;
        }

        questions.Enqueue(new FollowQuestion(question.Id, partition, ticket));
    }

    /// <summary>Takes the question whether a partition that the peer does not use any more is here as the peer has it.</summary>
    public void Add(Leave question)
    {
        PartitionName partition = new(FrameTables.Decode(question.Table), question.Partition.Memory);
        follower.Given.End(partition, peer.Name);
        bool isKept = partition.Key.Length is > 0 and <= PartitionBytesMax && IsWhole(partition);
        Context stable = isKept ? Stable(partition) : Context.Empty;
        foreach (KnownItem item in question.Items)
        {
            if (!isKept) break;
            ItemKey key = new(item.Key.Memory);
            Context here = house.Replica.Read(partition.Table, key)?.Context ?? Context.Empty;
            isKept = partition.Holds(key.Bytes) && here.Union(stable).Includes(ContextCodec.Read(item.Context));
        }

        ready.Enqueue((new Frame { Left = new Left { Id = question.Id, Kept = isKept } }, house.Commits.AssignedSequence, default));
    }

    /// <summary>Does what is due.</summary>
    /// <returns>When to call again.</returns>
    public long Step(long now)
    {
        if (questions.TryPeek(out FollowQuestion? question))
        {
            Followed page = PageOf(question);
            ready.Enqueue((new Frame { Followed = page }, house.Commits.AssignedSequence, question.Given));
            if (!page.More)
            {
                questions.Dequeue();
                follower.Shared(question.Partition, question.Told.Count > 0);
            }
        }

        while (ready.TryPeek(out (Frame Frame, long Sequence, CommitTicket Given) next) && next.Sequence <= house.Commits.DurableSequence && next.Given.Durable.IsCompletedSuccessfully)
        {
            send(ready.Dequeue().Frame);
        }

        return questions.Count > 0 ? now : ready.Count > 0 ? now + 1 : long.MaxValue;
    }

    private Followed PageOf(FollowQuestion question)
    {
        Followed page = new() { Id = question.Id };
        FrameTables tables = new(page.Tables);
        PartitionName partition = question.Partition;
        if (question.Stable is null)
        {
            question.IsWhole = IsWhole(partition);
            question.Stable = Stable(partition); // before the documents: what is stable is in them, or was removed from them
        }

        page.Whole = question.IsWhole;
        ContextCodec.Write(page.Stable, question.Stable);
        int bytes = 0;
        uint hash = follower.Data.HashOf(partition) ?? 0;
        foreach (IncomingChange found in house.Replica.Scan(partition.Table, hash, hash, question.After))
        {
            ItemKey key = found.Fragment.Key;
            question.After = key;
            if (!partition.Holds(key.Bytes) || question.Told.Contains(key)) continue;
            bytes += Tell(page, tables, question, Together(found));
            if (bytes < PageBytesUsual && page.Units.Count < PageUnitsMax) continue;
            page.More = true;
            return page;
        }

        return page;
    }

    private bool IsWhole(PartitionName partition) => house.Self.FollowsAll && house.IsWhole() && follower.Data.IsComplete(partition);

    /// <summary>Of a PoP that keeps everything, all that is merged here for sure; of another one, what it may have forgotten.</summary>
    private Context Stable(PartitionName partition)
    {
        if (!house.Self.FollowsAll) return house.Replica.StableEverywhere;
        return IsWhole(partition) ? house.Stability.Here.Union(house.Replica.StableHere) : Context.Empty;
    }

    /// <summary>A document with those that share a transaction.</summary>
    private List<IncomingChange> Together(IncomingChange found)
    {
        List<IncomingChange> changes = [.. house.Replica.Closure(found.Table, found.Fragment.Key, Context.Empty).Where(change => house.Replica.Follows(change.Table, change.Fragment.Key.Bytes, peer))];
        return changes.Count == 0 || changes.Sum(change => (long)change.Fragment.ApproximateBytes) > UnitBytesMax ? [found] : changes;
    }

    private static int Tell(Followed page, FrameTables tables, FollowQuestion question, List<IncomingChange> changes)
    {
        foreach (IncomingChange change in changes)
        {
            if (change.Table == question.Partition.Table) question.Told.Add(change.Fragment.Key);
        }

        Unit unit = UnitCodec.Write(changes, tables);
        page.Units.Add(unit);
        return unit.CalculateSize();
    }
}
