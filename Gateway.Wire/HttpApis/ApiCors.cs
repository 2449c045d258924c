namespace Gateway.Wire.HttpApis;

/// <summary>What is answered to other origins.</summary>
public sealed record ApiCors
{
    /// <summary>Whether cookies may be sent along.</summary>
    public bool AllowCredentials { get; init; }

    /// <summary>Which headers requests may have.</summary>
    public IReadOnlyList<string> AllowHeaders { get; init; } = [];

    /// <summary>Which methods may be used.</summary>
    public IReadOnlyList<string> AllowMethods { get; init; } = [];

    /// <summary>Who may call: origins, <c>*</c>, <c>https://*</c>, <c>http://*</c>.</summary>
    public IReadOnlyList<string> AllowOrigins { get; init; } = [];

    /// <summary>Which headers of answers may be read.</summary>
    public IReadOnlyList<string> ExposeHeaders { get; init; } = [];

    /// <summary>How long a preflight's answer holds, in seconds; null for no word of it.</summary>
    public int? MaxAge { get; init; }
}
