namespace Gateway.LambdaCompat.EventSources;

/// <summary>Some records, and where the next ones are; null after the end of a stream that is switched off.</summary>
internal sealed record StreamPage(IReadOnlyList<StreamItem> Items, string? NextIterator);
