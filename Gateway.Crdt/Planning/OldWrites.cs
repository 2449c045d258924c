using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;

namespace Gateway.Crdt.Planning;

/// <summary>The writes of one store that are replayed under another id: which new stamp stands for which old one, and what was left of them all.</summary>
/// <param name="key">The item.</param>
/// <param name="replicas">The ids under which they were written, one after the other.</param>
internal sealed class OldWrites(ItemKey key, IReadOnlyCollection<ReplicaId> replicas)
{
    private readonly Dictionary<Stamp, Stamp> newStamps = [];
    private readonly HashSet<Stamp> replayed = [];
    private Stamp last;

    /// <summary>The cells of the old writes so far, without those of anybody else.</summary>
    public Node? Root { get; private set; }

    /// <summary>Takes a write that the others have seen.</summary>
    public void Add(Delta delta)
    {
        if (delta.Key != key) throw new DocumentFault(DocumentFaultKind.OtherItem, $"The delta {delta.Stamp} is of another item.");
        if (!replicas.Contains(delta.Stamp.Replica) || delta.Stamp <= last) throw new DocumentFault(DocumentFaultKind.StampBeyondContext, $"The delta {delta.Stamp} does not follow {last} as a write of the same store.");
        last = delta.Stamp;
        Root = new NodeApply(delta.Stamp, new Known(delta.Needs, Context.Empty)).Apply(Root, delta.Root);
    }

    /// <summary>Whether it is one of the ids under which they were written.</summary>
    public bool Wrote(ReplicaId replica) => replicas.Contains(replica);

    /// <summary>From here on that write has another name: before it is replayed, because it names itself in what it appends.</summary>
    public void Rename(Stamp stamp, Stamp name)
    {
        newStamps[stamp] = name;
        replayed.Add(name);
    }

    /// <summary>The stamp that stands for that one now: another one only for a write that was replayed.</summary>
    public Stamp Of(Stamp stamp) => newStamps.GetValueOrDefault(stamp, stamp);

    /// <summary>True if the stamp is of a replayed write, by its old name.</summary>
    public bool IsReplayed(Stamp stamp) => newStamps.ContainsKey(stamp);

    /// <summary>True if the stamp is of a replayed write, by its new name.</summary>
    public bool IsNew(Stamp stamp) => replayed.Contains(stamp);

    /// <summary>The same step where stamps of replayed writes are part of it.</summary>
    public PathStep Of(PathStep step)
    {
        if (step.Kind != StepKind.ListElement) return step;
        ElementId id = step.ElementId;
        Insertion[] insertions = [.. id.Insertions];
        for (int i = 0; i < insertions.Length; i++) insertions[i] = insertions[i] with { Stamp = Of(insertions[i].Stamp) };
        return PathStep.ListElement(new ElementId(id.Side, Of(id.Run), id.Index, insertions));
    }
}
