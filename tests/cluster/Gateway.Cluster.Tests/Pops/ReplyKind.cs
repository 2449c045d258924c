namespace Gateway.Cluster.Tests.Pops;

/// <summary>What became of a request.</summary>
internal enum ReplyKind
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>It was refused, and nothing was changed.</summary>
    Refused,

    /// <summary>It was never sent: nobody listens there.</summary>
    NotSent,

    /// <summary>No answer came, or one that leaves it open.</summary>
    Unknown,
}
