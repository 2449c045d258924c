using Gateway.Crdt.Time;

namespace Gateway.Crdt.Documents;

/// <summary>What the join needs of a cell: its stamp, and whether two are the same.</summary>
internal interface ICell
{
    Stamp Stamp { get; }
}
