namespace Gateway.ReplicationBench;

/// <summary>Runs from when it is made.</summary>
internal sealed class Clock
{
    private readonly long begun = TimeProvider.System.GetTimestamp();

    public TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(begun);
}
