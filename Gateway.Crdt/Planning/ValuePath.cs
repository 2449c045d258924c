using System.Collections.Immutable;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Planning;

/// <summary>Where in an item an edit applies, as DynamoDB's document paths say it: an attribute, then members and positions.</summary>
public sealed class ValuePath : IEquatable<ValuePath>
{
    private PathStep[]? names;

    private ValuePath(ImmutableArray<PathPart> parts, PathStep[]? names = null)
    {
        Parts = parts;
        this.names = names;
    }

    /// <summary>The parts; the first is the attribute's name.</summary>
    public ImmutableArray<PathPart> Parts { get; }

    /// <summary>The attribute.</summary>
    public string Attribute => Parts[0].Name!;

    /// <summary>True if the path is an attribute and nothing more.</summary>
    public bool IsAttribute => Parts.Length == 1;

    /// <summary>The last part.</summary>
    public PathPart Last => Parts[^1];

    /// <summary>The path without its last part; the path must not be an attribute.</summary>
    public ValuePath Parent => IsAttribute ? throw new InvalidOperationException("An attribute has no path above it.") : new(Parts.RemoveAt(Parts.Length - 1));

    /// <summary>The steps of a path of names only, the same in every document; null for one with positions. Not to be changed.</summary>
    internal PathStep[]? Names => names ??= NamesOf(Parts);

    /// <summary>An attribute.</summary>
    public static ValuePath Of(string attribute) => new([new PathPart(attribute, 0)]);

    /// <summary>An attribute, by its name.</summary>
    public static implicit operator ValuePath(string attribute) => Of(attribute);

    /// <summary>An attribute, by its name.</summary>
    public static ValuePath FromString(string attribute) => Of(attribute);

    /// <summary>A member of the map here.</summary>
    public ValuePath Member(string name) => new(Parts.Add(new PathPart(name, 0)));

    /// <summary>A position in the list here, from 0.</summary>
    public ValuePath At(int position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        return new(Parts.Add(new PathPart(null, position)));
    }

    /// <summary>The attribute of an item's member.</summary>
    internal static ValuePath Of(ValueEntry member) => new([new PathPart(member.Name, 0)], [PathStep.NameOf(member)]);

    /// <inheritdoc/>
    public bool Equals(ValuePath? other) => other is not null && Parts.AsSpan().SequenceEqual(other.Parts.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValuePath);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (PathPart part in Parts) hash.Add(part);
        return hash.ToHashCode();
    }

    /// <summary>The path as DynamoDB writes it: <c>a.b[3]</c>.</summary>
    public override string ToString() => string.Join('.', Parts).Replace(".[", "[", StringComparison.Ordinal);

    private static PathStep[]? NamesOf(ImmutableArray<PathPart> parts)
    {
        foreach (PathPart part in parts)
        {
            if (part.IsPosition) return null;
        }

        PathStep[] steps = new PathStep[parts.Length];
        for (int i = 0; i < steps.Length; i++) steps[i] = PathStep.Name(parts[i].Name!);
        return steps;
    }
}
