using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Tests.Equivalence;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.Testing;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Conflicts;

/// <summary>A PoP with one item: it answers from what it has, and keeps the bytes of what it wrote for the others.</summary>
internal sealed class Pop
{
    private readonly PlanOptions options;
    private readonly Action tick;
    private readonly HybridClock stamps;
    private readonly List<byte[]> log = [];

    /// <summary>A PoP that has not heard of the item.</summary>
    /// <param name="replica">Its identity.</param>
    /// <param name="options">What the table says.</param>
    /// <param name="tick">Called before each write: lets time pass everywhere, so that of two writes the one made later has the later stamp.</param>
    public Pop(ulong replica, PlanOptions options, Action tick)
    {
        this.options = options;
        this.tick = tick;
        stamps = new HybridClock(Clock, new ReplicaId(replica));
    }

    /// <summary>Its wall clock.</summary>
    public ManualTimeProvider Clock { get; } = new();

    public Document Document { get; private set; } = Document.Empty(Start.Key);

    /// <summary>What a GetItem here answers; none if there is no item.</summary>
    public Value Item => Document.Visible;

    public bool HasItem => Document.IsVisible;

    /// <summary>What it wrote, as another PoP reads it from the wire.</summary>
    public IReadOnlyList<Delta> Log => [.. log.Select(bytes => DeltaCodec.DecodeForeign(bytes))];

    /// <summary>Does what DynamoDB would do with the request, on the item as it is here.</summary>
    /// <param name="request">The request.</param>
    /// <param name="condition">What class of condition the app has checked with it.</param>
    /// <returns>The item here after the request: ALL_NEW, and the new image that a trigger gets.</returns>
    /// <exception cref="BadRequestException">DynamoDB would refuse it.</exception>
    public Value Write(Request request, ConditionClass condition = ConditionClass.None)
    {
        Value expected = SequentialItem.Run(Item, request);
        tick();
        Delta plan = EditPlanner.Plan(Document, request.ToEdits(), stamps.Next(Document.Context), options);
        if (!plan.IsEmpty)
        {
            log.Add(DeltaCodec.Encode(new Delta(plan.Key, plan.Stamp, plan.Needs, plan.Root) { Condition = condition }));
            Assert.Equal(ApplyResult.Applied, Document.Apply(plan, out Document after));
            Document = after;
        }

        Assert.Equal(expected, Item);
        return Item;
    }

    /// <summary>Takes over what the other PoP wrote, once it arrives; what was here already is nothing new.</summary>
    public void Hear(Pop other)
    {
        foreach (Delta delta in other.Log)
        {
            Assert.NotEqual(ApplyResult.PredecessorMissing, Document.Apply(delta, out Document after));
            Document = after;
        }
    }
}
