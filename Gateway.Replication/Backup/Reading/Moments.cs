using System.Globalization;

namespace Gateway.Replication.Backup.Reading;

/// <summary>Moments as people read them.</summary>
internal static class Moments
{
    public static string Text(long? milliseconds) =>
        milliseconds is null or 0 ? "?" : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds.Value).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
