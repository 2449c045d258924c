namespace Gateway.Crdt.Documents;

/// <summary>Which part of a list an element belongs to. Written to disk; also their order in the list.</summary>
internal enum ListSide : byte
{
    /// <summary>Prepended: newest run first.</summary>
    Head = 0,

    /// <summary>Assigned with the list.</summary>
    Base = 1,

    /// <summary>Appended: oldest run first.</summary>
    Tail = 2,
}
