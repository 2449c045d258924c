namespace Gateway.Crdt.Documents;

/// <summary>How much a write removes below a path, of what it had seen. Written to disk.</summary>
internal enum ClearScope : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>All of it.</summary>
    All = 1,

    /// <summary>All but the existence of the path itself: a list element that gets another value.</summary>
    AllButExistence = 2,
}
