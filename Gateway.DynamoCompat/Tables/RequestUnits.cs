namespace Gateway.DynamoCompat.Tables;

/// <summary>A pair of figures for reads and writes, each of which may be absent: on-demand maxima, or warm throughput.</summary>
internal sealed record RequestUnits(long? Reads, long? Writes);
