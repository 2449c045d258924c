namespace Gateway.Simulation.Tests.World;

/// <summary>Virtual time and what happens in it: events in the order of their times, those of one time in the order in which they were planned. One thread.</summary>
internal sealed class Timeline(int seed)
{
    private readonly PriorityQueue<Action, (long Time, long Order)> events = new();
    private readonly Lock gate = new();
    private long order;

    /// <summary>All chance of the history.</summary>
    public Random Random { get; } = new(seed);

    /// <summary>Ticks of 100 ns since the history began.</summary>
    public long Now { get; private set; }

    /// <summary>Milliseconds since the history began.</summary>
    public long NowMilliseconds => Now / TimeSpan.TicksPerMillisecond;

    /// <summary>How many events there were.</summary>
    public long Events { get; private set; }

    /// <summary>What all that happened comes to: equal for equal histories.</summary>
    public ulong Fingerprint { get; private set; } = 14695981039346656037;

    /// <summary>Told of what happens, in words; null for nobody.</summary>
    public Action<string>? Trace { get; set; }

    /// <summary>Lets something happen after a while.</summary>
    public void After(TimeSpan delay, Action happen) => At(Now + Math.Max(0, delay.Ticks), happen);

    /// <summary>Lets something happen at a time; at once if that is past.</summary>
    /// <remarks>What a request leaves to the thread pool is waited for, but it may plan something meanwhile.</remarks>
    public void At(long time, Action happen)
    {
        lock (gate) events.Enqueue(happen, (Math.Max(Now, time), order++));
    }

    /// <summary>Goes on until a time.</summary>
    public void RunUntil(long time)
    {
        while (Next(time) is { } happen)
        {
            Events++;
            happen();
        }

        Now = Math.Max(Now, time);
    }

    private Action? Next(long until)
    {
        lock (gate)
        {
            if (!events.TryPeek(out Action? happen, out (long Time, long Order) when) || when.Time > until) return null;
            events.Dequeue();
            Now = when.Time;
            return happen;
        }
    }

    /// <summary>Notes that something happened.</summary>
    public void Note(ReadOnlySpan<byte> bytes)
    {
        ulong hash = Fingerprint ^ (ulong)Now;
        foreach (byte one in bytes) hash = (hash ^ one) * 1099511628211;
        Fingerprint = hash;
    }

    /// <summary>Notes what happened, in words.</summary>
    public void Say(string what)
    {
        Note(System.Text.Encoding.UTF8.GetBytes(what));
        Trace?.Invoke($"{Now / 10_000.0,10:0.000} {what}");
    }

    /// <summary>A while between two bounds.</summary>
    public TimeSpan Between(TimeSpan least, TimeSpan most) => least + ((most - least) * Random.NextDouble());
}
