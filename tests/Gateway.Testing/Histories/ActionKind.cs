namespace Gateway.Testing.Histories;

/// <summary>The actions of an UpdateItem that the oracle knows.</summary>
public enum ActionKind
{
    Set,
    IfNotExists,
    Increment,
    IncrementOr,
    AddNumber,
    AddSet,
    DeleteSet,
    Remove,
    Append,
    Prepend,
}
