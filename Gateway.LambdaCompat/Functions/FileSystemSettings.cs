namespace Gateway.LambdaCompat.Functions;

/// <summary>Kept and shown; nothing is mounted.</summary>
internal sealed record FileSystemSettings(string Arn, string LocalMountPath);
