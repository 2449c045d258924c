using Gateway.Crdt.Documents;

namespace Gateway.DynamoCompat.Replication;

/// <summary>What one unit does to one item.</summary>
internal readonly record struct RemoteStep(RemoteUnit Unit, RemoteItem Item, Document Before, Document After);
