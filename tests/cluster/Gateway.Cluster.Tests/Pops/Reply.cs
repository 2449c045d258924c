using System.Text.Json.Nodes;

namespace Gateway.Cluster.Tests.Pops;

/// <summary>What a PoP answered to one request.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Body">The answer, or the error.</param>
/// <param name="Headers">As they came; empty without an answer.</param>
internal sealed record Reply(ReplyKind Kind, JsonObject Body, IReadOnlyList<string> Headers)
{
    /// <summary>The error's name, without its namespace; empty if there is none.</summary>
    public string Error => Body["__type"]?.GetValue<string>().Split('#')[^1] ?? "";

    /// <summary>The value of a header; null if it is not there.</summary>
    public string? Header(string name) => Headers.FirstOrDefault(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
