using System.Text.Json;

namespace Gateway.DynamoCompat.Tables;

/// <summary>Moments as DynamoDB's JSON has them: seconds since 1970, with milliseconds behind the point.</summary>
internal static class MomentWriter
{
    public static void WriteMoment(this Utf8JsonWriter json, string member, DateTimeOffset moment) => json.WriteNumber(member, moment.ToUnixTimeMilliseconds() / 1000m);

    /// <summary>A moment of a request; null if it is out of reach of a calendar.</summary>
    public static DateTimeOffset? FromSeconds(double seconds)
    {
        double milliseconds = Math.Floor(seconds * 1000);
        return milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
            : null;
    }
}
