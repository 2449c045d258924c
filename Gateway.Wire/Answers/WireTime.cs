using System.Globalization;

namespace Gateway.Wire.Answers;

/// <summary>Moments as services write them.</summary>
public static class WireTime
{
    /// <summary>As Lambda writes when a function was modified: <c>2025-11-25T03:22:17.123+0000</c>.</summary>
    public static string Lambda(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);

    /// <summary>ISO 8601 with milliseconds: <c>2025-11-25T03:22:17.123Z</c>.</summary>
    public static string Iso(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>ISO 8601 to the second: <c>2025-11-25T03:22:17Z</c>.</summary>
    public static string IsoSeconds(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Seconds since 1970, with milliseconds: for a JSON number.</summary>
    public static decimal Seconds(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() / 1000m;

    /// <summary>A moment from seconds since 1970; out of range becomes the nearest that there is.</summary>
    public static DateTimeOffset FromSeconds(double seconds)
    {
        double milliseconds = Math.Clamp(seconds * 1000, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
        return DateTimeOffset.FromUnixTimeMilliseconds(double.IsNaN(milliseconds) ? 0 : (long)milliseconds);
    }
}
