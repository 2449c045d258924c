using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Planning;

namespace Gateway.DynamoCompat.Execution;

/// <summary>A write, planned against the item as it is under its lock: what it saw and what will be there.</summary>
internal sealed class PlannedWrite(ItemWrite write)
{
    public ItemWrite Write => write;

    /// <summary>The whole item before; none if there was none.</summary>
    public Value Before { get; init; }

    /// <summary>The whole item afterwards; none if there is none.</summary>
    public Value After { get; init; }

    /// <summary>False if its condition does not hold: it must not be committed.</summary>
    public bool IsAllowed { get; init; } = true;

    /// <summary>The bytes before; null if there were none.</summary>
    public byte[]? StoredBefore { get; init; }

    /// <summary>The document with the write applied; null if the write changes nothing.</summary>
    public Document? Document { get; init; }

    /// <summary>What the write did; null if it changes nothing.</summary>
    public Delta? Delta { get; init; }

    /// <summary>An update's evaluation.</summary>
    public UpdateResult? Update { get; init; }

    /// <summary>True if there is something to commit.</summary>
    public bool Changes => Delta is not null;

    /// <summary>True if what readers see differs: what streams and indexes follow.</summary>
    public bool ChangesItem => Changes && Before != After;

    public byte[] Encode(ReplicaTable replicas) => DocumentCodec.Encode(Document!, replicas);
}
