using Microsoft.Extensions.Primitives;

namespace Gateway.Api.Listeners;

/// <summary>The JSON protocols that a face speaks; an answer comes in the one that was asked in.</summary>
internal static class ContentTypes
{
    public const string Json10 = "application/x-amz-json-1.0";
    private const string Json11 = "application/x-amz-json-1.1";
    private const string Json = "application/json";

    /// <returns>One of the known types; null for any other.</returns>
    public static string? Of(StringValues header)
    {
        string? text = header;
        if (text == Json10) return Json10;

        ReadOnlySpan<char> type = text.AsSpan();
        int parameters = type.IndexOf(';');
        if (parameters >= 0) type = type[..parameters];
        type = type.Trim();
        if (type.Equals(Json10, StringComparison.OrdinalIgnoreCase)) return Json10;
        if (type.Equals(Json11, StringComparison.OrdinalIgnoreCase)) return Json11;
        return type.Equals(Json, StringComparison.OrdinalIgnoreCase) ? Json : null;
    }
}
