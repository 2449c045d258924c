namespace Gateway.Replication.Backup.Files;

/// <summary>What a frame of a backup's file holds. In files: the numbers only grow.</summary>
internal enum FrameKind : byte
{
    None = 0,

    /// <summary>The first of a file: what the file is, as JSON.</summary>
    Header = 1,

    /// <summary>A change of a table, as JSON.</summary>
    Table = 2,

    /// <summary>Entries of the log; whole transactions.</summary>
    Entries = 3,

    /// <summary>Documents of one table.</summary>
    Documents = 4,

    /// <summary>The last of a file that is whole, as JSON.</summary>
    Footer = 15,
}
