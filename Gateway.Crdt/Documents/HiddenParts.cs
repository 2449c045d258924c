namespace Gateway.Crdt.Documents;

/// <summary>What a document holds that does not show, and that goes when it is stable.</summary>
[Flags]
public enum HiddenParts
{
    /// <summary>Nothing: all of it shows.</summary>
    None = 0,

    /// <summary>What was removed: the item itself, totals that a removal or a reset has absorbed.</summary>
    Ghosts = 1,

    /// <summary>What lost: values beside one that was written at the same time, and what came with them.</summary>
    Siblings = 2,
}
