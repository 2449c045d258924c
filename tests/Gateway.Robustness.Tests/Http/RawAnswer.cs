using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.Robustness.Tests.Http;

/// <summary>An answer as it came.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyList<string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Body)!;
}
