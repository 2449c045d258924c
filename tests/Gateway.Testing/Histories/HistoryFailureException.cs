namespace Gateway.Testing.Histories;

/// <summary>A history broke a law.</summary>
/// <param name="law">A short name of the law: a shrunk history must break the same one.</param>
/// <param name="message">What happened.</param>
public sealed class HistoryFailureException(string law, string message) : Exception($"{law}: {message}")
{
    public string Law => law;
}
