using System.Globalization;
using System.Text.Json.Nodes;

namespace Gateway.Cli.Output;

/// <summary>How far a join or a repair is: a bar, how quickly it goes on, and when it will be done.</summary>
internal static class WorkText
{
    /// <summary>As <c>[#####...............] 25 %, 120/s, 30 s left</c>.</summary>
    /// <param name="work">As the admin API answers it.</param>
    public static string Of(JsonObject work)
    {
        string text = TableText.Bar((long?)work["done"] ?? 0, (long?)work["total"] ?? 0);
        if ((double?)work["perSecond"] is > 0 and var pace) text += string.Create(CultureInfo.InvariantCulture, $", {pace:#,0.#}/s");
        if ((double?)work["secondsLeft"] is { } left) text += $", {Left(left)} left";
        return text;
    }

    private static string Left(double seconds) => seconds switch
    {
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds):0} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h"),
    };
}
