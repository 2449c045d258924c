namespace Gateway.DynamoCompat.Streams;

/// <summary>The PoP where a change was written.</summary>
/// <param name="Pop">Its name; empty if that is not known.</param>
/// <param name="Region">Its region; null if that is not known.</param>
internal sealed record ChangeOrigin(string Pop, string? Region);
