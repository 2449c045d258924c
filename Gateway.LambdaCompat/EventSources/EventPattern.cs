using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Gateway.LambdaCompat.EventSources;

/// <summary>A pattern of EventBridge: which records a mapping lets through. Source: doc eb-event-patterns-content-based-filtering; doc invocation-eventfiltering.</summary>
internal sealed class EventPattern
{
    private const int DepthMax = 32;
    private const string Or = "$or";

    private readonly JsonElement root;

    private EventPattern(JsonElement root) => this.root = root;

    /// <summary>Reads a pattern.</summary>
    /// <returns>False if it is none.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out EventPattern? pattern)
    {
        pattern = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = DepthMax });
            if (!IsNode(document.RootElement)) return false;
            pattern = new EventPattern(document.RootElement.Clone());
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether a record fits.</summary>
    public bool Matches(JsonElement record) => MatchesNode(root, record);

    private static bool IsNode(JsonElement node) => node.ValueKind == JsonValueKind.Object && node.EnumerateObject().All(member => member.Value.ValueKind switch
    {
        JsonValueKind.Object => IsNode(member.Value),
        JsonValueKind.Array when member.Name == Or => member.Value.GetArrayLength() > 0 && member.Value.EnumerateArray().All(IsNode),
        JsonValueKind.Array => member.Value.GetArrayLength() > 0 && member.Value.EnumerateArray().All(ValueRules.IsRule),
        _ => false,
    });

    private static bool MatchesNode(JsonElement node, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array) return value.EnumerateArray().Any(element => MatchesNode(node, element));
        foreach (JsonProperty member in node.EnumerateObject())
        {
            bool fits;
            if (member.Name == Or && member.Value.ValueKind == JsonValueKind.Array)
            {
                fits = member.Value.EnumerateArray().Any(choice => MatchesNode(choice, value));
            }
            else
            {
                JsonElement? inner = value.ValueKind == JsonValueKind.Object && value.TryGetProperty(member.Name, out JsonElement found) ? found : null;
                fits = member.Value.ValueKind == JsonValueKind.Object ? MatchesInner(member.Value, inner) : member.Value.EnumerateArray().Any(rule => MatchesAny(rule, inner));
            }

            if (!fits) return false;
        }

        return true;
    }

    // What is not there has no members: only rules that ask for absence fit it.
    private static bool MatchesInner(JsonElement node, JsonElement? value) => MatchesNode(node, value ?? default(JsonElement));

    private static bool MatchesAny(JsonElement rule, JsonElement? value) => value is { ValueKind: JsonValueKind.Array } list
        ? ValueRules.IsAboutExistence(rule) ? ValueRules.Matches(rule, list) : list.EnumerateArray().Any(element => ValueRules.Matches(rule, element))
        : ValueRules.Matches(rule, value is { ValueKind: JsonValueKind.Undefined } ? null : value);
}
