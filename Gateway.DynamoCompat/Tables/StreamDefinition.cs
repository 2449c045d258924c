namespace Gateway.DynamoCompat.Tables;

/// <summary>A table's change stream.</summary>
/// <param name="View">What its records hold.</param>
/// <param name="Label">AWS's stream label: its creation time, as <c>2026-01-31T12:00:00.000</c>.</param>
internal sealed record StreamDefinition(StreamView View, string Label);
