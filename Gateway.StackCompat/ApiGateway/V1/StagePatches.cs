using System.Text.Json.Nodes;
using Gateway.StackCompat.ApiGateway.Documents;
using Gateway.Wire.Input;

namespace Gateway.StackCompat.ApiGateway.V1;

/// <summary>The patches of a stage: its own members, and settings of methods, whose paths begin with a resource's.</summary>
internal static class StagePatches
{
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["metrics/enabled"] = "metricsEnabled",
        ["logging/loglevel"] = "loggingLevel",
        ["logging/dataTrace"] = "dataTraceEnabled",
        ["throttling/burstLimit"] = "throttlingBurstLimit",
        ["throttling/rateLimit"] = "throttlingRateLimit",
        ["caching/enabled"] = "cachingEnabled",
        ["caching/ttlInSeconds"] = "cacheTtlInSeconds",
        ["caching/dataEncrypted"] = "cacheDataEncrypted",
        ["caching/requireAuthorizationForCacheControl"] = "requireAuthorizationForCacheControl",
        ["caching/unauthorizedCacheControlHeaderStrategy"] = "unauthorizedCacheControlHeaderStrategy",
    };

    public static void Apply(JsonObject stage, WireInput input)
    {
        foreach (WireInput patch in input.Structures("patchOperations") ?? [])
        {
            string path = patch.Text("path") ?? "";
            if (!ApplySetting(stage, path, patch.Text("op") ?? "replace", patch.Text("value"))) PatchOperations.ApplyOne(stage, patch, "deploymentId", "description", "variables", "tracingEnabled", "cacheClusterEnabled", "cacheClusterSize", "accessLogSettings", "clientCertificateId", "documentationVersion", "methodSettings");
        }
    }

    private static bool ApplySetting(JsonObject stage, string path, string operation, string? value)
    {
        foreach ((string ending, string member) in Settings)
        {
            if (!path.EndsWith("/" + ending, StringComparison.Ordinal)) continue;
            string method = path[1..^(ending.Length + 1)].Replace("~1", "/", StringComparison.Ordinal);
            JsonObject settings = stage.Section("methodSettings").Section(method);
            if (operation == "remove") settings.Remove(member);
            else settings[member] = Typed(value ?? "");
            return true;
        }

        return false;
    }

    private static JsonValue Typed(string value) =>
        bool.TryParse(value, out bool flag) ? JsonValue.Create(flag)
        : double.TryParse(value, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out double number) ? JsonValue.Create(number)
        : JsonValue.Create(value);
}
