namespace Gateway.LambdaCompat.Engine.Environments;

/// <summary>
/// How long the invocations of a function take by themselves, and whether they are so short that a caller waits for a turn better than for an environment of its own.
/// Beside many others an invocation takes longer than by itself: such times are not counted. So nothing would be learned while many run; then a short
/// time of taking turns shows, now and then, whether it would help. Not safe for several threads.
/// </summary>
internal sealed class InvocationPace(TimeProvider time)
{
    private const double Weight = 1 / 16.0;
    private const double ShortSeconds = 0.001;
    private const double CountedSecondsMax = 0.008; // a pause of the runtime alone does not end the turns, two long ones do

    private static readonly TimeSpan TrialFor = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan TrialAfterMin = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan TrialAfterMax = TimeSpan.FromSeconds(30);

    private double meanSeconds = double.NaN; // nothing is known
    private TimeSpan trialAfter = TrialAfterMin;
    private long trialAt; // 0 is not set
    private long trialUntil;

    /// <summary>An invocation that began beside few others has ended.</summary>
    public void Count(TimeSpan ran)
    {
        double seconds = Math.Min(ran.TotalSeconds, CountedSecondsMax);
        bool wasShort = meanSeconds < ShortSeconds;
        meanSeconds = double.IsNaN(meanSeconds) ? seconds : meanSeconds + ((seconds - meanSeconds) * Weight);
        bool isShort = meanSeconds < ShortSeconds;
        if (isShort == wasShort) return;

        trialAt = 0;
        if (isShort) trialAfter = Max(trialAfter / 2, TrialAfterMin);
    }

    /// <summary>Asked when many run. Each trial that fails doubles the time to the next.</summary>
    /// <param name="now">A timestamp.</param>
    public bool IsShort(long now)
    {
        if (meanSeconds < ShortSeconds || now < trialUntil) return true;
        if (trialAt == 0) trialAt = now + Ticks(trialAfter);
        if (now < trialAt) return false;

        meanSeconds = ShortSeconds; // what was before does not count: the first that end tell
        trialUntil = now + Ticks(TrialFor);
        trialAfter = trialAfter < TrialAfterMax / 2 ? trialAfter * 2 : TrialAfterMax;
        trialAt = trialUntil + Ticks(trialAfter);
        return true;
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
