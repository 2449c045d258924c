using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Tests.Documents;

/// <summary>
/// Documents that no planner would make: any cells at any path, as long as one stamp means one content and every stamp lies in its context.
/// All documents of one universe may be joined.
/// </summary>
internal sealed class ArbitraryDocuments
{
    private const int Replicas = 4;
    private const int TimesMax = 12;

    private static readonly Known Nothing = new(Context.Empty, Context.Empty);
    private static readonly ItemKey Key = new("any"u8.ToArray());

    private readonly Random random;
    private readonly List<(Stamp Stamp, FullNode Root)> writes = [];

    public ArbitraryDocuments(int seed)
    {
        random = new Random(seed);
        HashSet<Stamp> stamps = [.. Enumerable.Range(0, random.Next(1, 14)).Select(_ => AnyStamp())];
        writes.AddRange(stamps.Select(stamp => (stamp, AnyWrite(stamp))));
    }

    /// <summary>A document that has seen some of the writes, and lost any part of them.</summary>
    public Document Next()
    {
        Context context = Context.Of(Enumerable.Range(0, random.Next(Replicas + 1)).Select(_ => AnyStamp()));
        Node? root = null;
        foreach ((Stamp stamp, FullNode write) in writes)
        {
            if (!context.Includes(stamp) || random.Next(4) == 0) continue;
            Node? part = random.Next(2) == 0 ? write : Thin(write);
            root = NodeJoin.Join(root, part, Nothing, Nothing);
        }

        return new Document(Key, context, root?.Full());
    }

    private Stamp AnyStamp() => new(HlcTime.At(1000 + random.Next(TimesMax), random.Next(2)), new ReplicaId((ulong)random.Next(1, Replicas + 1)));

    private FullNode AnyWrite(Stamp stamp)
    {
        int depth = random.Next(4);
        if (depth == 0) return random.Next(3) == 0 ? Touched(stamp) : FullNode.Assigned(new Assignment(stamp, ValueKind.Map, default, false, false), AnyMap(2));
        Node node = AnyCells(stamp);
        for (int level = 0; level < depth; level++)
        {
            PathStep step = level == depth - 1 ? PathStep.Name(AnyName()) : AnyStep(stamp);
            node = FullNode.Create([], [], [], [], [new Child(step, node)])!;
        }

        return node.Full();
    }

    private static FullNode Touched(Stamp stamp) => FullNode.Create([], [new Existence(stamp, Inherited: false)], [], [], [])!.Full();

    private Node AnyCells(Stamp stamp)
    {
        bool inherited = random.Next(4) == 0;
        switch (random.Next(5))
        {
            case 0:
                return FullNode.Create([], [new Existence(stamp, inherited)], [], [], [])!;
            case 1:
                Stamp run = stamp with { Time = new HlcTime(stamp.Time.Ticks - (ulong)random.Next(3)) };
                return FullNode.Create([], [], [new Increment(stamp, run, AnySum(), (ulong)random.Next(1, 5))], [], [])!;
            case 2:
                SeenRun[] seen = [.. Enumerable.Range(0, random.Next(1, 4)).Select(back => new HlcTime(stamp.Time.Ticks - (ulong)back)).Order().Select(time => new SeenRun(stamp with { Time = time }, AnySum(), 1))];
                return FullNode.Create([], [], [], [new Ghost(stamp, seen)], [])!;
            default:
                Value value = AnyValue(2);
                FullNode assigned = FullNode.Assigned(new Assignment(stamp, value.Kind, FullNode.ScalarOf(value), inherited, !inherited && random.Next(4) == 0), value);
                Existence[] exists = random.Next(2) == 0 ? [new Existence(stamp, inherited)] : [];
                return FullNode.Create(assigned.Assignments, exists, [], [], assigned.Children)!;
        }
    }

    private ExactSum AnySum() => ExactSum.FromNumber(random.Next(-50, 50));

    private PathStep AnyStep(Stamp stamp) => random.Next(4) switch
    {
        0 => PathStep.SetElement(random.Next(2) == 0 ? Value.String(AnyName()) : Value.Number(random.Next(3))),
        1 => PathStep.ListElement(new ElementId((ListSide)random.Next(3), stamp, random.Next(3))),
        _ => PathStep.Name(AnyName()),
    };

    private string AnyName() => ((char)('a' + random.Next(3))).ToString();

    private Value AnyMap(int depth) =>
        Value.Map(Enumerable.Range(0, random.Next(4)).Select(_ => AnyName()).Distinct().Select(name => KeyValuePair.Create(name, AnyValue(depth - 1))));

    private Value AnyValue(int depth) => random.Next(depth > 0 ? 7 : 4) switch
    {
        0 => Value.Number(random.Next(10)),
        1 => Value.String(AnyName()),
        2 => Value.Boolean(random.Next(2) == 0),
        3 => Value.Null,
        4 => Value.StringSet(Enumerable.Range(0, random.Next(1, 4)).Select(_ => AnyName()).Distinct()),
        5 => Value.List(Enumerable.Range(0, random.Next(4)).Select(_ => AnyValue(depth - 1))),
        _ => AnyMap(depth),
    };

    private Node? Thin(Node node)
    {
        FullNode full = node.Full();
        return FullNode.Create(
            Some(full.Assignments),
            Some(full.Existences),
            Some(full.Increments),
            Some(full.Ghosts),
            [.. full.Children.Select(child => (child.Step, Node: random.Next(3) > 0 ? child.Node : Thin(child.Node))).Where(child => child.Node is not null).Select(child => new Child(child.Step, child.Node!))]);
    }

    private T[] Some<T>(T[] cells) => [.. cells.Where(_ => random.Next(3) > 0)];
}
