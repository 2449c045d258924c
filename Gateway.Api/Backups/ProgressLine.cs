using System.Globalization;

namespace Gateway.Api.Backups;

/// <summary>Says how far something is: one line with a bar on a terminal, a line now and then elsewhere.</summary>
/// <param name="error">Where to.</param>
/// <param name="isTerminal">True if that is one.</param>
/// <param name="time">The clock: a few times a second is enough.</param>
internal sealed class ProgressLine(TextWriter error, bool isTerminal, TimeProvider time)
{
    private const int Width = 78;
    private const int BarPlaces = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(10);

    private string stage = "";
    private long begunAt;
    private long begunWith;
    private long shownAt;
    private bool isDirty;

    /// <param name="what">What is done.</param>
    /// <param name="done">How much of it.</param>
    /// <param name="of">Of how much; 0 if that is not known.</param>
    /// <param name="isBytes">True if they are bytes.</param>
    public void Show(string what, long done, long of, bool isBytes = true)
    {
        if (what != stage)
        {
            stage = what;
            (begunAt, begunWith) = (time.GetTimestamp(), done);
            shownAt = isTerminal ? 0 : begunAt; // what is over soon needs no line
        }

        if (shownAt != 0 && time.GetElapsedTime(shownAt) < (isTerminal ? Interval : PlainInterval)) return;
        shownAt = time.GetTimestamp();
        double seconds = time.GetElapsedTime(begunAt).TotalSeconds;
        string text = Text(what, done, of, seconds > 0 ? (done - begunWith) / seconds : 0, isBytes);
        if (!isTerminal)
        {
            error.WriteLine(text);
            return;
        }

        isDirty = true;
        error.Write($"\r{text}".PadRight(Width));
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (!isDirty) return;
        error.Write("\r" + new string(' ', Width) + "\r");
        isDirty = false;
    }

    /// <summary>As <c>loading [#####...............] 25 %, 10.0 MB of 40.0 MB, 5.0 MB/s, 6 s left</c>.</summary>
    /// <param name="what">What is done.</param>
    /// <param name="done">How much.</param>
    /// <param name="of">Of how much; 0 if that is not known.</param>
    /// <param name="pace">How much in a second; 0 if that is not known.</param>
    /// <param name="isBytes">True if they are bytes.</param>
    public static string Text(string what, long done, long of, double pace, bool isBytes)
    {
        string text = what;
        if (of > 0)
        {
            double share = Math.Clamp((double)done / of, 0, 1);
            int full = (int)(share * BarPlaces);
            text += string.Create(CultureInfo.InvariantCulture, $" [{new string('#', full)}{new string('.', BarPlaces - full)}] {(int)(share * 100)} %,");
        }

        text += $" {Amount(done)}{(of > 0 ? $" of {Amount(of)}" : "")}";
        if (pace > 0) text += isBytes ? $", {Megabytes((long)pace)}/s" : string.Create(CultureInfo.InvariantCulture, $", {pace:0}/s");
        if (pace > 0 && of > done) text += $", {Left((of - done) / pace)} left";
        return text;

        string Amount(long value) => isBytes ? Megabytes(value) : value.ToString(CultureInfo.InvariantCulture);
    }

    public static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MB");

    private static string Left(double seconds) => seconds switch
    {
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds):0} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h"),
    };
}
