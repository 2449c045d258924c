namespace Gateway.LambdaCompat.EventSources;

/// <summary>How far a mapping has read its stream.</summary>
/// <param name="ShardId">The shard.</param>
/// <param name="SequenceNumber">All records up to this one are done with.</param>
internal sealed record Checkpoint(string ShardId, string SequenceNumber);
