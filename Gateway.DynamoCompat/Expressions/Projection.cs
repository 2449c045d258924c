using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>Which parts of an item a read returns. Immutable, for all threads.</summary>
internal sealed class Projection
{
    private readonly PathTree tree;

    private Projection(PathTree tree, IReadOnlyList<string> attributes, IReadOnlyList<string> nested)
    {
        this.tree = tree;
        Attributes = attributes;
        NestedAttributes = nested;
    }

    /// <summary>The attributes that it names, each once.</summary>
    public IReadOnlyList<string> Attributes { get; }

    /// <summary>Those that it goes into.</summary>
    public IReadOnlyList<string> NestedAttributes { get; }

    /// <summary>Puts the names of a request in place.</summary>
    /// <exception cref="WireException">A ValidationException.</exception>
    public static Projection Bind(ParsedProjection parsed, Placeholders given)
    {
        Binding binding = new(ExpressionKind.Projection, parsed.Slots, given);
        foreach (DocumentPath path in parsed.Paths)
        {
            foreach (PathElement element in path.Elements) binding.Resolve(element);
        }

        return Of(parsed.Paths, binding);
    }

    /// <summary>Whole attributes, each named once.</summary>
    public static Projection OfAttributes(IEnumerable<string> names) => Of([.. names.Select(DocumentPath.Of)], Binding.None);

    /// <summary>The named parts of an item; list elements in their order, without gaps. An empty map if there are none.</summary>
    /// <param name="item">A map with all attributes.</param>
    public Value Of(Value item) => tree.Cut(item);

    private static Projection Of(DocumentPath[] paths, Binding binding) =>
        new(PathTree.Build(paths, binding), [.. paths.Select(path => path.Attribute(binding)).Distinct()], [.. paths.Where(path => !path.IsAttribute).Select(path => path.Attribute(binding))]);
}
