namespace Gateway.Replication.Links;

/// <summary>Wakes one waiter; what happens while nobody waits is not lost, and many times count as one.</summary>
internal sealed class Pulse
{
    private readonly Lock gate = new();
    private TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the next beat, or at once if there was one since the last <see cref="Reset"/>.</summary>
    public Task Next
    {
        get
        {
            lock (gate) return waiting.Task;
        }
    }

    /// <summary>Wakes the waiter.</summary>
    public void Beat()
    {
        lock (gate) waiting.TrySetResult();
    }

    /// <summary>What was, is noticed: the next wait is for the next beat.</summary>
    public void Reset()
    {
        lock (gate)
        {
            if (waiting.Task.IsCompleted) waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
