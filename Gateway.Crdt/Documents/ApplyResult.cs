namespace Gateway.Crdt.Documents;

/// <summary>What became of a delta.</summary>
public enum ApplyResult
{
    /// <summary>It is part of the document now.</summary>
    Applied,

    /// <summary>It was part of it already; nothing changed.</summary>
    AlreadySeen,

    /// <summary>Something that it builds on is missing here: wait for that, or join the whole document of the sender.</summary>
    PredecessorMissing,
}
