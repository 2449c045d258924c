namespace Gateway.Crdt.Documents;

/// <summary>What kind of child a step leads to. Written to disk; also the order of children in a node.</summary>
internal enum StepKind : byte
{
    Name = 0,
    SetElement = 1,
    ListElement = 2,
}
