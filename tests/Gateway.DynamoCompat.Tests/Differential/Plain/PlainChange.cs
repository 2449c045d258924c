using System.Text.Json.Nodes;

namespace Gateway.DynamoCompat.Tests.Differential.Plain;

/// <summary>One change of an item: null for no item.</summary>
internal sealed record PlainChange(string Key, JsonObject? Old, JsonObject? New);
