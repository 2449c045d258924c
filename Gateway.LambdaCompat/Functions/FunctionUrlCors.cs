namespace Gateway.LambdaCompat.Functions;

/// <summary>What a function URL answers to other origins.</summary>
public sealed record FunctionUrlCors
{
    /// <summary>Null if not set.</summary>
    public bool? AllowCredentials { get; init; }

    /// <summary>Null if not set.</summary>
    public IReadOnlyList<string>? AllowHeaders { get; init; }

    /// <summary>Null if not set.</summary>
    public IReadOnlyList<string>? AllowMethods { get; init; }

    /// <summary>Null if not set.</summary>
    public IReadOnlyList<string>? AllowOrigins { get; init; }

    /// <summary>Null if not set.</summary>
    public IReadOnlyList<string>? ExposeHeaders { get; init; }

    /// <summary>Seconds; null if not set.</summary>
    public int? MaxAge { get; init; }
}
