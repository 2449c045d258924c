using Gateway.Crdt.Values;

namespace Gateway.Crdt.Documents;

/// <summary>What one write does at one path, and below. All that it adds bears the delta's stamp and is direct.</summary>
internal sealed class DeltaNode
{
    private readonly Increment[] increment = []; // the only one: kept apart, because it is large and most nodes have none

    public static DeltaNode Nothing { get; } = new();

    /// <summary>Removes seen cells here and below.</summary>
    public ClearScope Clear { get; init; }

    /// <summary>Removes single seen cells; ascending.</summary>
    public Cover[] Covers { get; init; } = [];

    /// <summary>Assigns: the type, <see cref="ValueKind.None"/> for no assignment.</summary>
    public ValueKind Assigned { get; init; }

    /// <summary>What is assigned, containers whole; none for the empty set that an initialiser stands for.</summary>
    public Value Content { get; init; }

    /// <summary>The assignment is an initialiser (rule F).</summary>
    public bool Default { get; init; }

    /// <summary>Adds an existence.</summary>
    public bool Exists { get; init; }

    /// <summary>Adds the replica's new running total; its stamp is the delta's.</summary>
    public Increment? Increment
    {
        get => increment.Length == 0 ? null : increment[0];
        init => increment = value is { } only ? [only] : [];
    }

    /// <summary>Adds a ghost with these runs; empty for none.</summary>
    public SeenRun[] Ghost { get; init; } = [];

    /// <summary>What the write does below; ascending.</summary>
    public DeltaChild[] Children { get; init; } = [];

    /// <summary>True if nothing is removed and nothing added, here or below.</summary>
    public bool IsEmpty => Clear == ClearScope.None && Covers.Length == 0 && Assigned == ValueKind.None && !Exists && increment.Length == 0
        && Ghost.Length == 0 && Children.Length == 0;
}
