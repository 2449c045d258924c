using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Tests.Documents;

/// <summary>Consecutive deltas that no planner would make: any removals of what was seen, any cells added anywhere.</summary>
internal sealed class ArbitraryDeltas(Random random, ReplicaId replica)
{
    private const int DepthMax = 3;

    /// <summary>Up to six writes of the replica, one on top of the other.</summary>
    /// <param name="start">What the first one has seen.</param>
    /// <param name="needs">What it says to have seen: the context of <paramref name="start"/>, perhaps without a closed replica.</param>
    public List<Delta> Next(Document start, Context needs)
    {
        List<Delta> deltas = [];
        Document document = start;
        HlcTime time = HlcTime.At(2000);
        for (int i = random.Next(1, 7); i > 0; i--)
        {
            time = new HlcTime(time.Ticks + (ulong)random.Next(1, 3));
            Stamp stamp = new(time, replica);
            Delta delta = new(start.Key, stamp, needs, Change(document.Root, stamp, 0) ?? DeltaNode.Nothing)
            {
                Condition = (ConditionClass)random.Next(6),
                Group = random.Next(5) == 0 ? new DeltaGroup((UInt128)random.Next(3), 2) : null,
            };
            deltas.Add(delta);
            Assert.Equal(ApplyResult.Applied, document.Apply(delta, out document, start.Context));
            needs = needs.With(stamp);
        }

        return deltas;
    }

    private DeltaNode? Change(Node? node, Stamp stamp, int depth)
    {
        FullNode? full = node?.Full();
        Value content = random.Next(4) == 0 ? AnyValue(depth == 0) : default;
        Stamp run = full is { Increments.Length: > 0 } && random.Next(2) == 0 && full.Increments[^1].Run.Replica == replica ? full.Increments[^1].Run : stamp;
        DeltaNode change = new()
        {
            Clear = random.Next(8) switch { 0 => ClearScope.All, 1 => ClearScope.AllButExistence, _ => ClearScope.None },
            Covers = full is null ? [] : [.. CoversOf(full).Where(_ => random.Next(3) == 0).Distinct().Order()],
            Assigned = content.Kind,
            Content = content,
            Default = !content.IsNone && depth > 0 && random.Next(4) == 0,
            Exists = random.Next(4) == 0,
            Increment = random.Next(5) == 0 ? new Increment(stamp, run, ExactSum.FromNumber(random.Next(-9, 9)), (ulong)random.Next(1, 4)) : null,
            Ghost = random.Next(8) == 0 ? [new SeenRun(stamp, ExactSum.FromNumber(1), 1)] : [],
            Children = depth < DepthMax && content.IsNone ? ChildrenOf(full, stamp, depth) : [],
        };
        return change.IsEmpty ? null : change;
    }

    private DeltaChild[] ChildrenOf(FullNode? full, Stamp stamp, int depth)
    {
        SortedSet<PathStep> steps = [.. (full?.Children ?? []).Where(_ => random.Next(2) == 0).Select(child => child.Step)];
        for (int i = random.Next(3); i > 0; i--) steps.Add(AnyStep(stamp, depth));
        return [.. steps.Select(step => (step, change: Change(full?.Find(step), stamp, depth + 1))).Where(child => child.change is not null).Select(child => new DeltaChild(child.step, child.change!))];
    }

    private static IEnumerable<Cover> CoversOf(FullNode full) =>
    [
        .. full.Assignments.Select(cell => new Cover(CellSlot.Assignment, cell.Stamp)),
        .. full.Existences.Select(cell => new Cover(CellSlot.Existence, cell.Stamp)),
        .. full.Increments.Select(cell => new Cover(CellSlot.Increment, cell.Stamp)),
        .. full.Ghosts.Select(cell => new Cover(CellSlot.Ghost, cell.Stamp)),
        .. full.Assignments.Select(cell => new Cover(CellSlot.Subtree, cell.Stamp)),
    ];

    private PathStep AnyStep(Stamp stamp, int depth) => (depth == 0 ? 3 : random.Next(4)) switch
    {
        0 => PathStep.SetElement(Value.String(AnyName())),
        1 => PathStep.ListElement(new ElementId((ListSide)random.Next(3), stamp, random.Next(3))),
        _ => PathStep.Name(AnyName()),
    };

    private string AnyName() => ((char)('a' + random.Next(3))).ToString();

    private Value AnyValue(bool item) => (item ? 4 : random.Next(5)) switch
    {
        0 => Value.Number(random.Next(10)),
        1 => Value.String(AnyName()),
        2 => Value.StringSet(AnyName()),
        3 => Value.List(Value.Number(1), Value.Map(("a", Value.Null))),
        _ => Value.Map((AnyName(), Value.Map((AnyName(), Value.Number(random.Next(3))))), ("z", Value.List(Value.StringSet("a", "b")))),
    };
}
