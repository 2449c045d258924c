namespace Gateway.Crdt.Documents;

/// <summary>The slots of a path. Written to disk.</summary>
internal enum CellSlot : byte
{
    /// <summary>v: assignments.</summary>
    Assignment = 0,

    /// <summary>x: existences.</summary>
    Existence = 1,

    /// <summary>c: increments.</summary>
    Increment = 2,

    /// <summary>g: ghosts.</summary>
    Ghost = 3,

    /// <summary>Every cell of that stamp at the path and below it: what a hidden container left, named at once.</summary>
    Subtree = 4,
}
