namespace Gateway.DynamoCompat.Execution;

/// <summary>Lets one in at a time, in the order in which they came.</summary>
/// <param name="hop">Where those go on who had to wait.</param>
internal sealed class Turns(Hop hop)
{
    private Task last = Task.CompletedTask;

    /// <summary>Ends when it is the caller's turn.</summary>
    /// <returns>Ends the turn, once, whatever happens in it.</returns>
    public async ValueTask<TaskCompletionSource> TakeAsync()
    {
        TaskCompletionSource mine = new();
        Task before = Interlocked.Exchange(ref last, mine.Task);
        if (before.IsCompleted) return mine;
        await before.ConfigureAwait(false);
        await hop;
        return mine;
    }
}
