namespace Gateway.LambdaCompat.Functions;

/// <summary>Kept and shown.</summary>
internal sealed record ScalingRecord(int? Min, int? Max);
