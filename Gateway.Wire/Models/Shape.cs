namespace Gateway.Wire.Models;

/// <summary>A shape of a service model: what a value in a request must look like. Immutable and shared.</summary>
public sealed class Shape
{
    /// <summary>As in the model.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required ShapeKind Kind { get; init; }

    /// <summary>Of a number its value, otherwise the length.</summary>
    public Bounds Bounds { get; init; } = Bounds.None;

    /// <summary>Of a text: the pattern as the model writes it, in Java's syntax; null if there is none.</summary>
    public string? Pattern { get; init; }

    /// <summary>Of a text: the allowed values in the order in which AWS prints them; empty if any will do.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Values of it are secret: no message may show them.</summary>
    public bool IsSensitive { get; init; }

    /// <summary>Of a list its elements, of a map its values. Set once, so that shapes may hold themselves.</summary>
    public Shape? Element { get; internal set; }

    /// <summary>Of a map.</summary>
    public Shape? Key { get; internal set; }

    /// <summary>Of a structure.</summary>
    public IReadOnlyList<ShapeMember> Members { get; internal set; } = [];

    /// <summary>Of a structure: the position of each member by its name in the model.</summary>
    public IReadOnlyDictionary<string, int> Positions =>
        field ??= Members.Select((member, position) => KeyValuePair.Create(member.Name, position)).ToDictionary(StringComparer.Ordinal);

    /// <summary>Of a structure: the position of each member that stands in JSON, by its name there.</summary>
    internal Dictionary<string, int> JsonPositions =>
        field ??= Members.Select((member, position) => (member, position)).Where(pair => pair.member.Location == MemberLocation.Body)
            .ToDictionary(pair => pair.member.WireName, pair => pair.position, StringComparer.Ordinal);

    /// <summary>Whether a text is in the set of <see cref="Values"/>.</summary>
    public bool Allows(string value) => Values.Count == 0 || Values.Contains(value);
}
