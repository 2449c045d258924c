namespace Gateway.Api.Listeners;

/// <summary>What became of a compressed body.</summary>
internal enum GzipOutcome
{
    /// <summary>It is all there.</summary>
    Whole,

    /// <summary>It grows beyond what is allowed; the rest was not looked at.</summary>
    TooLong,

    /// <summary>It is no gzip.</summary>
    Broken,
}
