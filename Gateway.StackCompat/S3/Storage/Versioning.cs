namespace Gateway.StackCompat.S3.Storage;

/// <summary>Whether a bucket keeps what is written over.</summary>
internal enum Versioning
{
    /// <summary>It never did.</summary>
    Off,

    /// <summary>It does.</summary>
    Enabled,

    /// <summary>It did, and keeps what it has.</summary>
    Suspended,
}
