namespace Gateway.Replication.Membership;

/// <summary>Which end of a connection a certificate stands for.</summary>
public enum PeerPurpose
{
    /// <summary>The one that connects.</summary>
    Client,

    /// <summary>The one that is connected to.</summary>
    Server,
}
