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

        Dictionary<ItemKey, Context> known = [];
        foreach (KnownItem item in question.Known) known[new ItemKey(item.Key.Memory)] = ContextCodec.Read(item.Context);
        questions.Enqueue(new FollowQuestion(question.Id, partition, ticket, known));
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
        Context stable = house.Replica.StableHere; // before the documents: what is stable is in them, or was removed from them
        int bytes = 0;
        uint hash = follower.Data.HashOf(partition) ?? 0;
        foreach (IncomingChange found in house.Replica.Scan(partition.Table, hash, hash, question.After))
        {
            ItemKey key = found.Fragment.Key;
            question.After = key;
            if (!partition.Holds(key.Bytes) || question.Told.Contains(key)) continue;
            bytes += Tell(page, tables, question, Together(question, found, stable));
            if (bytes < PageBytesUsual && page.Units.Count < PageUnitsMax) continue;
            page.More = true;
            return page;
        }

        foreach ((ItemKey key, Context theirs) in question.Known)
        {
            Context gone = partition.Holds(key.Bytes) && !question.Told.Contains(key) ? GoneOf(partition.Table, key, theirs, stable) : Context.Empty;
            if (gone.Count > 0 && house.Replica.Read(partition.Table, key) is null) Tell(page, tables, question, [new IncomingChange(partition.Table, Fragment.Of(Document.Empty(key).Remembering(gone)), 0)]);
        }

        return page;
    }

    /// <summary>A document with those that share a transaction, each with what was removed from it and is forgotten.</summary>
    private List<IncomingChange> Together(FollowQuestion question, IncomingChange found, Context stable)
    {
        List<IncomingChange> changes = [.. house.Replica.Closure(found.Table, found.Fragment.Key, Context.Empty).Where(change => house.Replica.Follows(change.Table, change.Fragment.Key.Bytes, peer))];
        if (changes.Count == 0 || changes.Sum(change => (long)change.Fragment.ApproximateBytes) > UnitBytesMax) changes = [found];
        for (int i = 0; i < changes.Count; i++)
        {
            if (changes[i].Table != question.Partition.Table || changes[i].Fragment is not Fragment.OfDocument { Document: var document } || !question.Known.TryGetValue(document.Key, out Context? theirs)) continue;
            changes[i] = changes[i] with { Fragment = Fragment.Of(document.Remembering(GoneOf(changes[i].Table, document.Key, theirs, stable))) };
        }

        return changes;
    }

    /// <summary>What of the peer's document was merged here and may be forgotten.</summary>
    private Context GoneOf(UInt128 table, ItemKey key, Context theirs, Context stable) =>
        stable.Count > 0 && theirs.Count > 0 && house.Self.FollowsAll && follower.Data.IsComplete(table, key) ? theirs.Intersect(stable) : Context.Empty;

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
