namespace Gateway.DynamoCompat.Tables;

/// <summary>The setting of contributor insights: stored and described, not acted on.</summary>
/// <param name="IndexName">The index; null for the table itself.</param>
/// <param name="IsEnabled">On or off.</param>
/// <param name="Mode"><c>ACCESSED_AND_THROTTLED_KEYS</c> or <c>THROTTLED_KEYS</c>.</param>
/// <param name="UpdatedAt">The last change.</param>
internal sealed record ContributorInsights(string? IndexName, bool IsEnabled, string Mode, DateTimeOffset UpdatedAt);
