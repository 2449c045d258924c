namespace Gateway.Replication.Links;

/// <summary>What all frames on a link keep to.</summary>
public static class PeerFrames
{
    /// <summary>The largest frame.</summary>
    public const int BytesMax = 8 * 1024 * 1024;
}
