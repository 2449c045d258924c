namespace Gateway.Api.Cluster;

/// <summary>What the CPoP answers on it.</summary>
/// <param name="Number">The number; 0 if there is none.</param>
/// <param name="Error">Why there is none.</param>
internal sealed record NumberAnswer(long Number, string? Error);
