using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.Testing;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Codec;

/// <summary>One item as a store keeps it, written by several PoPs in turn while time passes, and what its bytes cost.</summary>
internal sealed class SizedItem
{
    private static readonly ItemKey Key = new("item"u8.ToArray());

    private readonly ManualTimeProvider wall = new();
    private readonly Random random = new(1);
    private readonly HybridClock[] clocks;
    private readonly ReplicaTable replicas = new();

    /// <param name="pops">How many PoPs there are; their ids are random, as they really are.</param>
    public SizedItem(int pops)
    {
        clocks = [.. Enumerable.Range(0, pops).Select(_ => new HybridClock(wall, new ReplicaId((ulong)random.NextInt64() << 1)))];
        foreach (HybridClock clock in clocks) replicas.NumberOf(clock.Replica);
    }

    public Document Document { get; private set; } = Document.Empty(Key);

    /// <summary>With the store's replica table.</summary>
    public int Bytes => DocumentCodec.Encode(Document, replicas).Length;

    /// <summary>What the document costs over the value that it shows.</summary>
    public int Over => Bytes - VisibleBytes;

    /// <summary>The same without a replica table.</summary>
    public int PortableOver => DocumentCodec.Encode(Document).Length - VisibleBytes;

    /// <summary>What a document of this context costs that holds no cell: head, replicas, times.</summary>
    public int ContextBytes => DocumentCodec.Encode(new Document(Key, Document.Context, null), replicas).Length;

    private int VisibleBytes => Document.Visible.Bytes.Length;

    /// <summary>A PoP writes after some time. Every PoP has seen all that was written before.</summary>
    public void Write(int pop, TimeSpan after, Request request)
    {
        wall.Advance(after);
        Delta delta = EditPlanner.Plan(Document, request.ToEdits(), clocks[pop].Next(Document.Context));
        Assert.Equal(ApplyResult.Applied, Document.Apply(delta, out Document written));
        Document = written;
    }

    /// <summary>All that was written becomes stable.</summary>
    public void Prune() => Document = Pruning.Prune(Document, Document.Context);

    /// <summary>Between two whole numbers of minutes.</summary>
    public TimeSpan Minutes(int from, int to) => TimeSpan.FromMilliseconds(random.NextInt64(from * 60_000L, to * 60_000L));

    /// <summary>Between two numbers of minutes, short and long spans as often.</summary>
    public TimeSpan Apart(int from, int to) => TimeSpan.FromMilliseconds(Math.Round(from * 60_000.0 * Math.Pow((double)to / from, random.NextDouble())));

    /// <summary>An item as apps have them: ten attributes of a few types.</summary>
    public static Value TenAttributes() => Value.Map(Enumerable.Range(0, 10).Select(i => KeyValuePair.Create(
        $"attribute{i}",
        (i % 3) switch { 0 => Value.String($"text {i}"), 1 => Value.Number(i * 1000), _ => Value.Map(("street", Value.String("x")), ("no", Value.Number(i))) })));
}
