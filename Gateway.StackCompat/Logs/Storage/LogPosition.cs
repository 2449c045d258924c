using System.Globalization;

namespace Gateway.StackCompat.Logs.Storage;

/// <summary>Where an event stands: time in milliseconds since 1970, then a sequence that no other event has.</summary>
internal readonly record struct LogPosition(long Time, long Sequence) : IComparable<LogPosition>
{
    private const int SequenceDigits = 28;

    public int CompareTo(LogPosition other) => Time != other.Time ? Time.CompareTo(other.Time) : Sequence.CompareTo(other.Sequence);

    /// <summary>56 digits, as the ids and tokens of CloudWatch.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time:D28}{Sequence:D28}");

    public static LogPosition? Parse(ReadOnlySpan<char> text) =>
        text.Length == 2 * SequenceDigits
        && long.TryParse(text[..SequenceDigits], NumberStyles.None, CultureInfo.InvariantCulture, out long time)
        && long.TryParse(text[SequenceDigits..], NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
            ? new LogPosition(time, sequence)
            : null;
}
