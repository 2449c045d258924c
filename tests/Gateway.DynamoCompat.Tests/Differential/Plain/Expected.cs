using System.Text.Json.Nodes;

namespace Gateway.DynamoCompat.Tests.Differential.Plain;

/// <summary>What the model expects of an answer.</summary>
/// <param name="Body">Of a success; null for a refusal.</param>
/// <param name="Refusal">Null for a success.</param>
internal sealed record Expected(JsonObject? Body, RefusedException? Refusal);
