namespace Gateway.Crdt.Documents;

/// <summary>A node and the step that leads to it.</summary>
internal readonly record struct Child(PathStep Step, Node Node);
