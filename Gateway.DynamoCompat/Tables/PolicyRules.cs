using System.Text;
using System.Text.Json;

namespace Gateway.DynamoCompat.Tables;

/// <summary>What may be a resource policy, and its one form: what is equal gives the same text, so that putting it again changes nothing.</summary>
/// <remarks>Source: answers observed at DynamoDB: members in a fixed order, lists of one element as the element, no spaces. Policies are not enforced.</remarks>
internal static class PolicyRules
{
    private const int BytesMax = 20_480;

    private static readonly string[] PolicyOrder = ["Version", "Id", "Statement"];
    private static readonly string[] StatementOrder = ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];
    private static readonly string[] Collapsed = ["Action", "NotAction", "Resource", "NotResource"];

    /// <summary>The policy in its one form.</summary>
    /// <exception cref="WireException">It is too large, or no JSON object.</exception>
    public static string Read(string policy)
    {
        if (Encoding.UTF8.GetByteCount(policy) > BytesMax) throw new WireException(DynamoErrors.PolicyTooLarge);
        try
        {
            using JsonDocument document = JsonDocument.Parse(policy);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new WireException(DynamoErrors.PolicyNoJson);
            using MemoryStream written = new();
            using (Utf8JsonWriter json = new(written, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) WritePolicy(json, document.RootElement);
            return Encoding.UTF8.GetString(written.ToArray());
        }
        catch (JsonException)
        {
            throw new WireException(DynamoErrors.PolicyNoJson);
        }
    }

    private static void WritePolicy(Utf8JsonWriter json, JsonElement policy)
    {
        json.WriteStartObject();
        foreach (JsonProperty member in InOrder(policy, PolicyOrder))
        {
            json.WritePropertyName(member.Name);
            if (member.Name != "Statement")
            {
                member.Value.WriteTo(json);
                continue;
            }

            json.WriteStartArray();
            JsonElement[] statements = member.Value.ValueKind == JsonValueKind.Array ? [.. member.Value.EnumerateArray()] : [member.Value];
            foreach (JsonElement statement in statements) WriteStatement(json, statement);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteStatement(Utf8JsonWriter json, JsonElement statement)
    {
        if (statement.ValueKind != JsonValueKind.Object) throw new WireException(DynamoErrors.PolicyNoJson);
        json.WriteStartObject();
        foreach (JsonProperty member in InOrder(statement, StatementOrder))
        {
            json.WritePropertyName(member.Name);
            JsonElement value = member.Value;
            if (Collapsed.Contains(member.Name) && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1) value = value[0];
            value.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static IEnumerable<JsonProperty> InOrder(JsonElement element, string[] order) =>
        element.EnumerateObject().OrderBy(member => Array.IndexOf(order, member.Name) is var place and >= 0 ? place : order.Length);
}
