namespace Gateway.Storage;

/// <summary>Which way a cursor walks.</summary>
public enum ScanDirection
{
    /// <summary>Ascending keys.</summary>
    Forward,

    /// <summary>Descending keys.</summary>
    Backward,
}
