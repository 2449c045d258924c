using System.IO.Hashing;
using System.Text;

namespace Gateway.Simulation.Tests.World;

/// <summary>Virtual time and what happens in it: events in the order of their times, those of one time in the order in which they were planned. One thread.</summary>
internal sealed class Timeline(int seed)
{
    private readonly PriorityQueue<Action, (long Time, long Order)> events = new();
    private readonly int thread = Environment.CurrentManagedThreadId;
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
    public ulong Fingerprint { get; private set; }

    /// <summary>Told of what happens, in words; null for nobody.</summary>
    public Action<string>? Trace { get; set; }

    /// <summary>What another thread did here; null as long as there is none, as it must be: its order would be chance.</summary>
    public string? Stray { get; private set; }

    /// <summary>Lets something happen after a while.</summary>
    public void After(TimeSpan delay, Action happen) => At(Now + Math.Max(0, delay.Ticks), happen);

    /// <summary>Lets something happen at a time; at once if that is past.</summary>
    public void At(long time, Action happen)
    {
        CheckThread();
        events.Enqueue(happen, (Math.Max(Now, time), order++));
    }

    /// <summary>Notes if another thread than the history's is at work.</summary>
    /// <exception cref="InvalidOperationException">That is so.</exception>
    public void CheckThread()
    {
        if (Environment.CurrentManagedThreadId == thread) return;
        Stray ??= Environment.StackTrace;
        throw new InvalidOperationException("A history has one thread.");
    }

    /// <summary>Goes on until a time.</summary>
    public void RunUntil(long time)
    {
        while (events.TryPeek(out Action? happen, out (long Time, long Order) when) && when.Time <= time)
        {
            events.Dequeue();
            Now = when.Time;
            Events++;
            happen();
        }

        Now = Math.Max(Now, time);
    }

    /// <summary>Notes that something happened.</summary>
    public void Note(ReadOnlySpan<byte> bytes)
    {
        CheckThread();
        Fingerprint = XxHash3.HashToUInt64(bytes, (long)Fingerprint ^ Now);
    }

    /// <summary>Notes what happened, in words.</summary>
    public void Say(string what)
    {
        Note(Encoding.UTF8.GetBytes(what));
        Trace?.Invoke($"{Now / 10_000.0,10:0.000} {what}");
    }

    /// <summary>A while between two bounds.</summary>
    public TimeSpan Between(TimeSpan least, TimeSpan most) => least + ((most - least) * Random.NextDouble());
}
