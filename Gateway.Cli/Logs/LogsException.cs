namespace Gateway.Cli.Logs;

/// <summary>The log cannot be read; the message says why, for people.</summary>
internal sealed class LogsException(string message) : Exception(message);
