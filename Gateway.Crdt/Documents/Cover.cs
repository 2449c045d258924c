using Gateway.Crdt.Time;

namespace Gateway.Crdt.Documents;

/// <summary>One cell that a write saw and removes.</summary>
internal readonly record struct Cover(CellSlot Slot, Stamp Stamp) : IComparable<Cover>
{
    public int CompareTo(Cover other) => Slot != other.Slot ? Slot.CompareTo(other.Slot) : Stamp.CompareTo(other.Stamp);
}
