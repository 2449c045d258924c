using System.Threading.Channels;
using Gateway.Testing;

namespace Gateway.LambdaCompat.Tests.Harness;

/// <summary>A manual clock that tells which timers are set, so that a test knows when somebody waits.</summary>
internal sealed class TimerWatch : TimeProvider
{
    private readonly ManualTimeProvider clock = new();
    private readonly Channel<TimeSpan> timers = Channel.CreateUnbounded<TimeSpan>();

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = clock.CreateTimer(callback, state, dueTime, period);
        timers.Writer.TryWrite(dueTime);
        return timer;
    }

    public void Advance(TimeSpan by) => clock.Advance(by);

    /// <summary>Ends when somebody waits for about so long; then lets that time pass.</summary>
    public async Task PassAsync(TimeSpan wait)
    {
        TimeSpan due;
        do
        {
            due = await timers.Reader.ReadAsync(TestContext.Current.CancellationToken).SoonAsync();
        }
        while ((due - wait).Duration() > TimeSpan.FromMilliseconds(1));

        clock.Advance(wait);
    }
}
