namespace Gateway.Simulation.Tests.Audit;

/// <summary>How a request ended for its client.</summary>
internal enum ClaimState
{
    /// <summary>No answer came: it may have happened.</summary>
    Unknown,

    /// <summary>It happened.</summary>
    Acknowledged,

    /// <summary>It was refused: it did not happen.</summary>
    Refused,
}
