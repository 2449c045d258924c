using System.Text.Json.Nodes;

namespace Gateway.DynamoCompat.Tests.Differential.Requests;

/// <summary>What a query asks of one key attribute.</summary>
/// <param name="Operator">One of the comparisons, BETWEEN or begins_with.</param>
/// <param name="Value">What to compare with; the lower bound of BETWEEN.</param>
/// <param name="Upper">The upper bound of BETWEEN; null for others.</param>
/// <param name="IsMirrored">True if the value stands first, as it may in comparisons.</param>
internal sealed record AskedKeyTerm(string Attribute, string Operator, JsonObject Value, JsonObject? Upper = null, bool IsMirrored = false)
{
    private static readonly Dictionary<string, string> Mirrored = new() { ["="] = "=", ["<"] = ">", ["<="] = ">=", [">"] = "<", [">="] = "<=" };

    public string Text(ExpressionText text) => Operator switch
    {
        "BETWEEN" => $"{text.Name(Attribute)} BETWEEN {text.Value(Value)} AND {text.Value(Upper!)}",
        "begins_with" => $"begins_with({text.Name(Attribute)}, {text.Value(Value)})",
        _ when IsMirrored => $"{text.Value(Value)} {Mirrored[Operator]} {text.Name(Attribute)}",
        _ => $"{text.Name(Attribute)} {Operator} {text.Value(Value)}",
    };
}
