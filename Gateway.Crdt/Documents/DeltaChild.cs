namespace Gateway.Crdt.Documents;

/// <summary>What a write does below a step.</summary>
internal readonly record struct DeltaChild(PathStep Step, DeltaNode Node);
