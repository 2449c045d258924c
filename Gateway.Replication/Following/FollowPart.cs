using System.Collections.Concurrent;
using Gateway.Crdt;
using Gateway.Crdt.Documents;
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
    private const int KnownMax = 1000;
    private const int KnownBytesMax = 256 * 1024;

    private readonly ConcurrentQueue<PartitionFetch> queue = new();
    private readonly Dictionary<ulong, PartitionFetch> open = [];
    private readonly FollowAnswers answers = new(house, follower, peer, send);
    private ulong id;
    private bool isOpen;

    public PopProfile Peer => peer;

    public void Ask(PartitionFetch fetch)
    {
        queue.Enqueue(fetch);
        wake();
    }

    /// <summary>The link has ended.</summary>
    public void Close() => follower.Close(this);

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
            default:
                return false;
        }
    }

    public long Step(long now)
    {
        if (!isOpen)
        {
            isOpen = true;
            follower.Open(this);
        }

        while (open.Count < OpenMax && queue.TryDequeue(out PartitionFetch? fetch)) Send(fetch);
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
        int bytes = 0;
        if (peer.FollowsAll && !house.Self.FollowsAll)
        {
            // What was removed while this PoP did not follow must be dropped here, too.
            foreach (Document document in follower.Documents(fetch.Partition).Take(KnownMax))
            {
                KnownItem item = new() { Key = ByteString.CopyFrom(document.Key.Bytes) };
                ContextCodec.Write(item.Context, document.Context);
                question.Known.Add(item);
                if ((bytes += item.CalculateSize()) > KnownBytesMax) break;
            }
        }

        open.Add(id, fetch);
        send(new Frame { Follow = question });
    }

    private void Take(Followed answer)
    {
        if (!open.TryGetValue(answer.Id, out PartitionFetch? fetch)) return;
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
            }
        }

        follower.Take(fetch, peer, units);
        if (answer.More) return;
        open.Remove(answer.Id);
        follower.Answered(fetch, peer, answer.Refused);
    }
}
