using System.Globalization;

namespace Gateway.Api.Backups;

/// <summary>One line on a terminal that says how far it is; nothing where nobody looks.</summary>
/// <param name="error">The terminal.</param>
/// <param name="isShown">False where it is no terminal.</param>
/// <param name="time">The clock: a few times a second is enough.</param>
internal sealed class ProgressLine(TextWriter error, bool isShown, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private long shownAt;
    private bool isDirty;

    /// <param name="what">What is done.</param>
    /// <param name="done">How much of it.</param>
    /// <param name="of">Of how much; 0 if that is not known.</param>
    /// <param name="isBytes">True if they are bytes.</param>
    public void Show(string what, long done, long of, bool isBytes = true)
    {
        if (!isShown || (shownAt != 0 && time.GetElapsedTime(shownAt) < Interval)) return;
        shownAt = time.GetTimestamp();
        isDirty = true;
        string amount = isBytes ? Megabytes(done) : done.ToString(CultureInfo.InvariantCulture);
        string part = of > 0 ? string.Create(CultureInfo.InvariantCulture, $" of {(isBytes ? Megabytes(of) : of)}, {Math.Min(100, 100 * done / of)} %") : "";
        error.Write($"\r{what} {amount}{part}".PadRight(60));
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (!isDirty) return;
        error.Write("\r" + new string(' ', 60) + "\r");
        isDirty = false;
    }

    public static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MB");
}
