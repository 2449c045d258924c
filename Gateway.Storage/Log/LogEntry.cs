using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;

namespace Gateway.Storage.Log;

/// <summary>One change of one item, as the log keeps it.</summary>
/// <remarks>Source: DESIGN 5, docs/formats/log.md.</remarks>
public readonly record struct LogEntry
{
    /// <summary>Its place in the log: rises, with gaps where nothing was written. Given by the commit loop; not part of the bytes.</summary>
    public long Sequence { get; init; }

    /// <summary>When it was written, in milliseconds since 1970, by this machine's clock.</summary>
    public required long Milliseconds { get; init; }

    /// <summary>Number of the item's table.</summary>
    public required uint Table { get; init; }

    /// <summary>Where the change goes, in the words of replication; empty for what the table says.</summary>
    public ReadOnlyMemory<byte> Scope { get; init; }

    /// <summary>How many entries the transaction has that this one belongs to; they follow one another. 0 outside of one.</summary>
    public int TransactionSize { get; init; }

    /// <summary>Which of them this one is, from 0.</summary>
    public int TransactionPosition { get; init; }

    /// <summary>The encoded delta.</summary>
    public required ReadOnlyMemory<byte> Delta { get; init; }

    /// <summary>Which item, as its delta says.</summary>
    public ItemKey ItemKey => DeltaCodec.ReadKey(Delta);

    /// <summary>Whether the log may be cut behind this entry: it is the last of its transaction, or in none.</summary>
    public bool EndsTransaction => TransactionPosition >= TransactionSize - 1;
}
