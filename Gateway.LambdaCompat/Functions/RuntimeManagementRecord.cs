namespace Gateway.LambdaCompat.Functions;

/// <summary>Kept and shown: a PoP has one version of each runtime.</summary>
internal sealed record RuntimeManagementRecord(string UpdateRuntimeOn, string? RuntimeVersionArn);
