using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.StackCompat.ApiGateway.Documents;
using Gateway.Wire.Answers;

namespace Gateway.StackCompat.ApiGateway;

/// <summary>Lists in pages.</summary>
internal static class Pages
{
    /// <summary>Version 2: <c>items</c> and <c>nextToken</c>.</summary>
    public static void WriteHttp(ApiCall call, IEnumerable<JsonObject> items, string idName) => Write(call, items, idName, "items", "nextToken", call.Query("nextToken"), call.Query("maxResults"), 100, 1000);

    /// <summary>Version 1: <c>item</c> and <c>position</c>.</summary>
    public static void WriteRest(ApiCall call, IEnumerable<JsonObject> items, string idName) => Write(call, items, idName, "item", "position", call.Query("position"), call.Query("limit"), 25, 500);

    private static void Write(ApiCall call, IEnumerable<JsonObject> items, string idName, string listName, string tokenName, string? token, string? limit, int usual, int max)
    {
        string? after = null;
        if (token is { Length: > 0 } && !PageToken.TryParse(token, out after)) throw ApiErrors.TokenInvalid;
        int count = int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out int wanted) ? Math.Clamp(wanted, 1, max) : usual;
        (IReadOnlyList<JsonObject> page, string? next) = PageToken.Cut(items.OrderBy(item => item.Text(idName), StringComparer.Ordinal), item => item.Text(idName) ?? "", after, count);
        JsonObject answer = new() { [listName] = new JsonArray([.. page.Select(item => item.DeepClone())]) };
        if (next is not null) answer[tokenName] = next;
        call.Write(answer);
    }
}
