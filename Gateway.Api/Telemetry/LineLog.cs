using Microsoft.Extensions.Logging;

namespace Gateway.Api.Telemetry;

/// <summary>Logs as lines of text, <c>warn: what happened</c>: what a person at a terminal, journald or a container's log wants.</summary>
/// <param name="lines">Takes one line an event, more with an exception; guarded by a lock here.</param>
/// <param name="level">What is less than this is left out.</param>
public sealed class LineLog(TextWriter lines, LogLevel level) : ILoggerFactory
{
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName.StartsWith("Gateway.", StringComparison.Ordinal));

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Write(LogLevel at, string message, Exception? exception)
    {
        string name = at switch { LogLevel.Critical => "fatal", LogLevel.Error => "error", LogLevel.Warning => "warn", _ => "info" };
        lock (gate)
        {
            lines.WriteLine($"{name}: {message}");
            if (exception is not null) lines.WriteLine(exception);
        }
    }

    /// <summary>Of others, such as Kestrel, only errors are of interest: it warns of a busy machine.</summary>
    private sealed class Category(LineLog log, bool isOurs) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= log.Level && (isOurs || logLevel >= LogLevel.Error);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) log.Write(logLevel, formatter(state, exception), exception);
        }
    }

    private LogLevel Level => level;
}
