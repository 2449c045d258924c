namespace Gateway.Storage;

/// <summary>Why a store refuses.</summary>
public enum StoreFaultKind
{
    /// <summary>The folder cannot be made, read or written.</summary>
    Unusable,

    /// <summary>Another process has the folder open.</summary>
    Locked,

    /// <summary>It was written by a newer version of this program.</summary>
    NewerFormat,

    /// <summary>The disk is full.</summary>
    Full,

    /// <summary>What was read is not what was written.</summary>
    Corrupt,

    /// <summary>The engine's library is not on this machine.</summary>
    LibraryMissing,

    /// <summary>Reading or writing failed, or failed before: the store takes no more writes until it is opened again.</summary>
    Failed,

    /// <summary>The store is closed, or closing.</summary>
    Closed,
}
