using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Planning;

namespace Gateway.DynamoCompat.Execution;

/// <summary>A write, planned against the item as it is under its lock: what it saw and what will be there.</summary>
internal sealed class PlannedWrite(ItemWrite write)
{
    private Value before;
    private Value after;

    public ItemWrite Write => write;

    /// <summary>What showed before, without the key attributes; none if there was no item.</summary>
    public Value VisibleBefore { get; init; }

    /// <summary>What shows afterwards, without the key attributes; none if there is no item.</summary>
    public Value VisibleAfter { get; init; }

    /// <summary>The whole item before; none if there was none. Put together when it is asked for: most writes need it never.</summary>
    public Value Before
    {
        get => Whole(VisibleBefore, ref before);
        init => before = value;
    }

    /// <summary>The whole item afterwards; none if there is none.</summary>
    public Value After => Whole(VisibleAfter, ref after);

    /// <summary>False if its condition does not hold: it must not be committed.</summary>
    public bool IsAllowed { get; private init; } = true;

    /// <summary>The bytes before; null if there were none.</summary>
    public byte[]? StoredBefore { get; init; }

    /// <summary>The document with the write applied, as it goes into the store; null if the write changes nothing.</summary>
    public byte[]? StoredAfter { get; init; }

    /// <summary>The document before; null if there was none.</summary>
    public Document? DocumentBefore { get; init; }

    /// <summary>The document with the write applied; null if the write changes nothing.</summary>
    public Document? DocumentAfter { get; init; }

    /// <summary>What the write did; null if it changes nothing.</summary>
    public Delta? Delta { get; init; }

    /// <summary>An update's evaluation.</summary>
    public UpdateResult? Update { get; init; }

    /// <summary>True if there is something to commit.</summary>
    public bool Changes => DocumentAfter is not null;

    /// <summary>True if what readers see differs: what streams and indexes follow.</summary>
    public bool ChangesItem => Changes && ShowsOther;

    /// <summary>True if what shows afterwards is not what showed before.</summary>
    public bool ShowsOther => VisibleBefore != VisibleAfter;

    /// <summary>The same write, refused because its condition does not hold.</summary>
    public PlannedWrite Refused() => new(write) { VisibleBefore = VisibleBefore, VisibleAfter = VisibleBefore, Before = before, StoredBefore = StoredBefore, IsAllowed = false };

    /// <summary>Not for several threads at once; a write is planned and answered by one.</summary>
    private Value Whole(Value visible, ref Value known)
    {
        if (known.IsNone && !visible.IsNone) known = ValueMaps.Union(visible, write.Key);
        return known;
    }
}
