using Gateway.LambdaCompat.Logs;

namespace Gateway.EngineBench;

/// <summary>Forgets what functions print: the engine is measured, not the log.</summary>
internal sealed class NoLog : IFunctionLog
{
    public void Append(string accountId, string region, string group, string stream, long milliseconds, string message)
    {
    }
}
