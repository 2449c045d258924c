using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.StackCompat.ApiGateway.Documents;
using Gateway.Wire.Input;

namespace Gateway.StackCompat.ApiGateway.V1;

/// <summary>The patches of version 1: add, remove, replace at a path whose parts are escaped as in a JSON pointer.</summary>
/// <remarks>Source: the guide, Patch operations. A path names a member, an entry of a map, or an entry of a list of texts.</remarks>
internal static class PatchOperations
{
    private static readonly string[] Lists = ["binaryMediaTypes", "authorizationScopes", "cacheKeyParameters", "providerARNs", "types", "vpcEndpointIds"];
    private static readonly string[] Flags = ["apiKeyRequired", "disableExecuteApiEndpoint", "tracingEnabled", "cacheClusterEnabled", "enabled", "validateRequestBody", "validateRequestParameters"];
    private static readonly string[] Numbers = ["timeoutInMillis", "minimumCompressionSize", "authorizerResultTtlInSeconds"];

    /// <summary>Changes a document.</summary>
    /// <param name="mayChange">Names of members that may be changed.</param>
    public static void Apply(JsonObject document, WireInput input, params ReadOnlySpan<string> mayChange)
    {
        foreach (WireInput patch in input.Structures("patchOperations") ?? []) ApplyOne(document, patch, mayChange);
    }

    /// <summary>Applies one patch.</summary>
    public static void ApplyOne(JsonObject document, WireInput patch, params ReadOnlySpan<string> mayChange)
    {
        string path = patch.Text("path") ?? "";
        string[] parts = [.. path.TrimStart('/').Split('/').Select(static part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
        if (!path.StartsWith('/') || !mayChange.Contains(parts[0])) throw ApiErrors.PatchInvalid(path);
        ApplyOne(document, patch.Text("op") ?? "replace", path, parts, patch.Text("value"));
    }

    private static void ApplyOne(JsonObject document, string operation, string path, string[] parts, string? value)
    {
        JsonObject here = document;
        for (int i = 0; i < parts.Length - 1; i++)
        {
            if (Lists.Contains(parts[i]))
            {
                if (i != parts.Length - 2) throw ApiErrors.PatchInvalid(path);
                ChangeList(here, operation, parts[i], parts[^1], value);
                return;
            }

            here = here.Section(parts[i]);
        }

        string last = parts[^1];
        switch (operation)
        {
            case "remove":
                here.Remove(last);
                break;
            case "add" when Lists.Contains(last):
                ChangeList(here, operation, last, value ?? "", null);
                break;
            case "add" or "replace":
                here[last] = ValueOf(last, here[last], value ?? "");
                break;
            default:
                throw ApiErrors.Bad($"Invalid patch operation specified: {operation} is not supported here");
        }
    }

    private static void ChangeList(JsonObject parent, string operation, string name, string entry, string? value)
    {
        List<string> list = [.. parent.Texts(name)];
        bool isIndex = int.TryParse(entry, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < list.Count;
        if (operation == "add" && !list.Contains(entry)) list.Add(entry);
        if (operation == "remove" && !list.Remove(entry) && isIndex) list.RemoveAt(index);
        if (operation == "replace")
        {
            int at = isIndex ? index : list.IndexOf(entry);
            if (at >= 0 && value is not null) list[at] = value;
            else if (value is not null) list.Add(value);
        }

        parent[name] = new JsonArray([.. list.Select(static one => JsonValue.Create(one))]);
    }

    private static JsonValue ValueOf(string name, JsonNode? before, string value)
    {
        bool isFlag = Flags.Contains(name) || before?.GetValueKind() is JsonValueKind.True or JsonValueKind.False;
        if (isFlag) return JsonValue.Create(bool.TryParse(value, out bool flag) ? flag : throw ApiErrors.Bad($"Invalid boolean value {value}"));
        bool isNumber = Numbers.Contains(name) || before?.GetValueKind() == JsonValueKind.Number;
        if (isNumber) return JsonValue.Create(long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : throw ApiErrors.Bad($"Invalid number {value}"));
        return JsonValue.Create(value);
    }
}
