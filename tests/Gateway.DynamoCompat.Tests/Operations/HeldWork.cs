namespace Gateway.DynamoCompat.Tests.Operations;

/// <summary>What requests leave behind, held until it is let go. Safe for many threads.</summary>
internal sealed class HeldWork
{
    private readonly Lock gate = new();
    private List<Action>? held;

    /// <summary>From here on nothing begins.</summary>
    public void Hold()
    {
        lock (gate) held ??= [];
    }

    /// <summary>All of it goes on.</summary>
    public void Release()
    {
        List<Action> work;
        lock (gate) (work, held) = (held ?? [], null);
        foreach (Action one in work) Post(one);
    }

    public void Post(Action work)
    {
        lock (gate)
        {
            if (held is not null)
            {
                held.Add(work);
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(static next => next(), work, preferLocal: false);
    }
}
