using System.Text.Json.Nodes;

namespace Gateway.DynamoCompat.Tests.Differential.Requests;

/// <summary>How a request's expressions are written, and what they have too much.</summary>
internal sealed record AskedExtras
{
    /// <summary>True if every name goes through a placeholder, not only those that must.</summary>
    public bool UsesAliases { get; init; }

    /// <summary>True if a name is defined that nothing uses.</summary>
    public bool HasUnusedName { get; init; }

    /// <summary>A value that nothing uses.</summary>
    public JsonObject? UnusedValue { get; init; }

    /// <summary>What follows the first expression and does not belong there.</summary>
    public string Tail { get; init; } = "";

    public const string UnusedName = "#unused";

    public const string UnusedValueName = ":unused";
}
