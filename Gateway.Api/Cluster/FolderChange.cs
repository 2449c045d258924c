namespace Gateway.Api.Cluster;

/// <summary>What became of a data folder since it was last used.</summary>
internal enum FolderChange
{
    /// <summary>Nothing that shows.</summary>
    None,

    /// <summary>The machine was started, or the folder has another path or lies on another device: the store may be a copy.</summary>
    Started,

    /// <summary>It is a copy, or was moved to another machine.</summary>
    Moved,
}
