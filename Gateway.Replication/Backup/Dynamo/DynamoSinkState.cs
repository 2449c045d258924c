namespace Gateway.Replication.Backup.Dynamo;

/// <summary>How far an endpoint is. Names stay, members are only added.</summary>
/// <param name="Target">Which endpoint.</param>
/// <param name="Replica">Whose log the position is of.</param>
/// <param name="Position">All changes up to here are there.</param>
/// <param name="IsClean">False while changes from other PoPs may be on their way, which no log remembers.</param>
internal sealed record DynamoSinkState(string Target, string Replica, long Position, bool IsClean);
