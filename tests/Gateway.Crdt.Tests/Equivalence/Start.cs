using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Equivalence;

/// <summary>The item that two or three requests meet.</summary>
/// <param name="Item">What shows; none for no item.</param>
/// <param name="Grown">The number x was reached by increments of replicas 1 and 2, the ones that write next.</param>
public sealed record Start(Value Item, bool Grown = false)
{
    public static readonly ItemKey Key = new("item"u8.ToArray());

    /// <summary>The document behind the item, written by replica 0.</summary>
    public Document Make()
    {
        Document document = Document.Empty(Key);
        if (Item.IsNone) return document;
        if (!Grown) return Write(document, new Request.Put(Item), 1, 0, PlanOptions.Replace);

        Value base3 = SequentialItem.Run(Item, Request.Of(Request.Increment("x", -3)));
        document = Write(document, new Request.Put(base3), 1, 0, PlanOptions.Replace);
        document = Write(document, Request.Of(Request.Increment("x", 1)), 2, 1, PlanOptions.Replace);
        document = Write(document, Request.Of(Request.Increment("x", 2)), 3, 2, PlanOptions.Replace);
        Assert.Equal(Item, document.Visible);
        return document;
    }

    /// <summary>Each request planned on the start by a replica of its own, then merged in every way there is.</summary>
    /// <param name="requests">Concurrent requests.</param>
    /// <param name="times">When each was made.</param>
    /// <param name="options">The put mode.</param>
    /// <returns>What shows at the end, the same however it was merged.</returns>
    public Value Merge(IReadOnlyList<Request> requests, IReadOnlyList<int> times, PlanOptions options)
    {
        Document start = Make();
        Delta[] deltas = [.. requests.Select((request, i) => Plan(start, request, times[i], i + 1, options))];
        Document forwards = deltas.Aggregate(start, Apply);
        Document backwards = deltas.Reverse().Aggregate(start, Apply);
        Document joined = deltas.Select(delta => Apply(start, delta)).Aggregate((left, right) => left.Join(right));
        byte[] bytes = Gateway.Crdt.Codec.DocumentCodec.Encode(forwards);
        Assert.Equal(bytes, Gateway.Crdt.Codec.DocumentCodec.Encode(backwards));
        Assert.Equal(bytes, Gateway.Crdt.Codec.DocumentCodec.Encode(joined));
        return forwards.Visible;
    }

    public static Stamp At(int time, int replica) => new(HlcTime.At(time), new ReplicaId((ulong)replica));

    public static Delta Plan(Document document, Request request, int time, int replica, PlanOptions options) =>
        EditPlanner.Plan(document, request.ToEdits(), At(time, replica), options);

    public static Document Apply(Document document, Delta delta)
    {
        Assert.Equal(ApplyResult.Applied, document.Apply(delta, out Document result));
        return result;
    }

    public static Document Write(Document document, Request request, int time, int replica, PlanOptions options) =>
        Apply(document, Plan(document, request, time, replica, options));
}
