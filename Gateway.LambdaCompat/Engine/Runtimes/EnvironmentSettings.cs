namespace Gateway.LambdaCompat.Engine.Runtimes;

/// <summary>What differs between the environments of one function.</summary>
/// <param name="RuntimeApi">Host and port.</param>
/// <param name="Endpoint">As functions of this environment reach it.</param>
internal readonly record struct EnvironmentSettings(string LogStream, string RuntimeApi, string? Endpoint, bool IsProvisioned);
