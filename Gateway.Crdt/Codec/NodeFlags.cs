namespace Gateway.Crdt.Codec;

/// <summary>What follows for one node in a document's metadata. Written to disk.</summary>
[Flags]
internal enum NodeFlags : byte
{
    None = 0,

    /// <summary>One direct, hard assignment whose value is the visible one: a stamp follows.</summary>
    Simple = 0x01,

    /// <summary>Any other assignments: a count, and for each its head, stamp and, unless visible, value.</summary>
    Assignments = 0x02,

    /// <summary>Existences: a count, and for each replica and inheritance, time.</summary>
    Existences = 0x04,

    /// <summary>Increments: for each a head, time unless the newest, run, total unless the count, count.</summary>
    Increments = 0x08,

    /// <summary>Ghosts: a count, and for each stamp and seen runs.</summary>
    Ghosts = 0x10,

    /// <summary>Children that the visible value and the assignment in force do not tell.</summary>
    Children = 0x20,

    /// <summary>One existence, inherited from the assignment in force above: nothing follows.</summary>
    ExistsPlainly = 0x40,

    /// <summary>A plain subtree that does not show: a stamp, its existence and its value follow. Stands alone.</summary>
    Plain = 0x80,
}
