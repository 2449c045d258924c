using System.Collections.Concurrent;
using Gateway.Crdt;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Replication.Links;
using Gateway.Replication.Messages;
using Gateway.Replication.Replica;
using Google.Protobuf;

namespace Gateway.Replication.Following;

/// <summary>One link's part in following: asks the peer for partitions, and takes what it answers.</summary>
/// <remarks>Rules only, called by its link. Times in milliseconds.</remarks>
internal sealed class FollowPart(LinkHouse house, PartitionFollower follower, PopProfile peer, Action<Frame> send, Action wake) : ILinkPart, IFollowLink
{
    private const int OpenMax = 64;

    private readonly ConcurrentQueue<PartitionFetch> queue = new();
    private readonly ConcurrentQueue<LeavingPartition> left = new();
    private readonly Dictionary<ulong, AskedPartition> open = [];
    private readonly Dictionary<ulong, LeavingPartition> leaving = [];
    private readonly FollowAnswers answers = new(house, follower, peer, send);
    private ulong id;
    private bool isOpen;

    public PopProfile Peer => peer;

    public void Ask(LeavingPartition leaving)
    {
        left.Enqueue(leaving);
        wake();
    }

    public void Ask(PartitionFetch fetch)
    {
        queue.Enqueue(fetch);
        wake();
    }

    /// <summary>The link has ended.</summary>
    public void Close() => follower.Fetches.Close(this);

    public bool OnFrame(Frame frame, long now)
    {
        switch (frame.KindCase)
        {
            case Frame.KindOneofCase.Follow:
                answers.Add(frame.Follow);
                return true;
            case Frame.KindOneofCase.Followed:
                Take(frame.Followed);
                return true;
            case Frame.KindOneofCase.Leave:
                answers.Add(frame.Leave);
                return true;
            case Frame.KindOneofCase.Left:
                if (leaving.Remove(frame.Left.Id, out LeavingPartition? asked)) follower.Leaver.Answered(asked, frame.Left.Kept);
                return true;
            default:
                return false;
        }
    }

    public long Step(long now)
    {
        if (!isOpen)
        {
            isOpen = true;
            follower.Fetches.Open(this);
        }

        while (open.Count < OpenMax && queue.TryDequeue(out PartitionFetch? fetch)) Send(fetch);
        while (left.TryDequeue(out LeavingPartition? one)) Send(one);
        long next = now + follower.Sweep();
        return Math.Min(next, answers.Step(now));
    }

    private void Send(PartitionFetch fetch)
    {
        Follow question = new()
        {
            Id = ++id,
            Table = FrameTables.Encode(fetch.Partition.Table),
            Partition = ByteString.CopyFrom(fetch.Partition.Key.Span),
            LeaseMilliseconds = (long)follower.Options.Lease.TotalMilliseconds,
        };
        open.Add(id, new AskedPartition(fetch));
        send(new Frame { Follow = question });
    }

    private void Send(LeavingPartition partition)
    {
        Leave question = new() { Id = ++id, Table = FrameTables.Encode(partition.Partition.Table), Partition = ByteString.CopyFrom(partition.Partition.Key.Span) };
        foreach ((ItemKey key, Context context) in partition.Items)
        {
            KnownItem item = new() { Key = ByteString.CopyFrom(key.Bytes) };
            ContextCodec.Write(item.Context, context);
            question.Items.Add(item);
        }

        leaving.Add(id, partition);
        send(new Frame { Leave = question });
    }

    private void Take(Followed answer)
    {
        if (!open.TryGetValue(answer.Id, out AskedPartition? asked)) return;
        UInt128[] tables = FrameTables.Read(answer.Tables);
        List<IncomingUnit> units = [];
        foreach (Unit message in answer.Units)
        {
            try
            {
                units.Add(UnitCodec.Read(message, tables, peer.Name));
            }
            catch (Exception fault) when (fault is DocumentFault or InvalidDataException)
            {
                house.Quarantine.Add(peer.Name, tables, message, fault.Message);
                asked.IsWhole = false;
            }
        }

        Context stable = ContextCodec.Read(answer.Stable);
        foreach (IncomingChange change in units.SelectMany(unit => unit.Changes)) asked.Told.Add(change.Fragment.Key);
        asked.IsWhole &= follower.Fetches.Take(asked.Fetch, peer, units, stable);
        if (answer.More) return;
        open.Remove(answer.Id);
        follower.Fetches.Answered(asked.Fetch, peer, answer.Refused, asked.Told, asked.IsWhole || !peer.FollowsAll ? stable : Context.Empty, asked.IsWhole && answer.Whole);
    }
}
