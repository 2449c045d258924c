using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Compat.Lambda.Tests.Driver;

/// <summary>An answer as it stood on the wire.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Bytes">The body as it is.</param>
/// <param name="Headers">All headers, names in small letters.</param>
internal sealed record Answer(int Status, byte[] Bytes, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Errors whose text is called <c>Message</c>; that of all others is called <c>message</c>.</summary>
    private static readonly string[] WithCapital = ["AccessDeniedException", "CodeSigningConfigNotFoundException", "RecursiveInvocationException", "ResourceNotFoundException"];

    public string Body => Encoding.UTF8.GetString(Bytes);

    /// <summary>The body as a JSON object.</summary>
    public JsonObject Json => JsonNode.Parse(Bytes)!.AsObject();

    /// <summary>A header; null if it is not there.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name.ToLowerInvariant());

    /// <summary>As <c>201 {…}</c>, members in the order of their names; an empty body leaves only the status.</summary>
    public string Whole => Bytes.Length == 0 ? Status.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Status} {Sorted(JsonNode.Parse(Bytes))}");

    /// <summary>As <c>404 ResourceNotFoundException: text</c>; with <c>(no Type)</c> behind it where the error does not say whose fault it is. The status alone if the request was not refused.</summary>
    /// <remarks>What all errors have in common is checked here: headers, and that their members are those that the service model gives.</remarks>
    public string Outcome
    {
        get
        {
            if (Status < 300) return Status.ToString(CultureInfo.InvariantCulture);

            string code = Header("x-amzn-errortype") ?? "no x-amzn-ErrorType";
            Assert.Equal("application/json", Header("content-type"));
            Assert.True(Guid.TryParse(Header("x-amzn-requestid"), out _), "x-amzn-RequestId is no UUID.");
            JsonObject error = Json;
            string name = WithCapital.Contains(code) ? "Message" : "message";
            Assert.True(error.TryGetPropertyValue(name, out JsonNode? text), $"{code} calls its text {name}: {Body}");
            Assert.All(error, member => Assert.Contains(member.Key, (string[])["Type", "Reason", name]));
            bool hasType = error.TryGetPropertyValue("Type", out JsonNode? type);
            if (hasType) Assert.Equal("User", (string?)type);
            return string.Create(CultureInfo.InvariantCulture, $"{Status} {code}: {(string?)text}{(hasType || code is "ValidationException" or "AccessDeniedException" ? "" : " (no Type)")}");
        }
    }

    /// <summary>JSON without spaces, members of objects in the order of their names.</summary>
    public static string Sorted(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject members => "{" + string.Join(",", members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"\"{member.Key}\":{Sorted(member.Value)}")) + "}",
        JsonArray elements => "[" + string.Join(",", elements.Select(Sorted)) + "]",
        _ => value.ToJsonString(Plain),
    };

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
