using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Replication.Links;
using Gateway.Replication.Messages;
using Gateway.Replication.Replica;

namespace Gateway.Replication.Eviction;

/// <summary>Tells a PoP that enters anew what there is of the items that it wrote last: at a member that has everything.</summary>
/// <param name="house">What links share.</param>
/// <param name="pop">Who may ask.</param>
/// <param name="send">Takes frames.</param>
internal sealed class TailAnswers(LinkHouse house, string pop, Action<Frame> send) : ILinkPart
{
    private const int BytesAtOnce = 2 * 1024 * 1024;

    private readonly Queue<(Frame Frame, long Sequence)> answers = new();

    /// <inheritdoc/>
    public bool OnFrame(Frame frame, long now)
    {
        if (frame.KindCase != Frame.KindOneofCase.TailQuestion) return false;
        answers.Enqueue((new Frame { TailAnswer = Answer(frame.TailQuestion) }, house.Commits.AssignedSequence));
        return true;
    }

    /// <inheritdoc/>
    public long Step(long now)
    {
        // What others learn must not be lost here any more.
        while (answers.TryPeek(out (Frame Frame, long Sequence) next) && next.Sequence <= house.Commits.DurableSequence) send(answers.Dequeue().Frame);
        return answers.Count > 0 ? now + 1 : long.MaxValue;
    }

    private TailAnswer Answer(TailQuestion question)
    {
        TailAnswer answer = new() { Id = question.Id };
        bool isMet = house.IsSettled(pop) && (question.Fork == 0 || house.HasMet(pop, question.Fork)); // before, another member may have writes of it that are not here
        if (!house.Self.FollowsAll || !house.IsWhole() || house.EvictionsOf(pop) < question.Evictions || !isMet)
        {
            answer.NotReady = true;
            return answer;
        }

        // Asked before the documents are read: what is applied up to here is in them.
        Context applied = house.Stability.Applied;
        ContextCodec.Write(answer.Known, applied.Without(replica => !question.Replicas.Contains(replica.Value)));
        ContextCodec.Write(answer.Stable, applied); // nothing is stable anywhere that is not applied here
        UInt128[] asked = FrameTables.Read(question.Tables);
        FrameTables tables = new(answer.Tables);
        int bytes = 0;
        foreach (TailItem item in question.Items)
        {
            if (bytes >= BytesAtOnce) break;
            answer.Handled++;
            if (item.Table >= asked.Length) throw new InvalidDataException("A question names a table that is not there.");
            UInt128 table = asked[item.Table];
            if (house.Replica.Read(table, new ItemKey(item.Key.Memory)) is not { } document) continue;
            Unit unit = UnitCodec.Write([new IncomingChange(table, Fragment.Of(document), 0)], tables);
            bytes += unit.CalculateSize();
            answer.Units.Add(unit);
        }

        return answer;
    }
}
