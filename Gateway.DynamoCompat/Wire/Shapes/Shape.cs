namespace Gateway.DynamoCompat.Wire.Shapes;

/// <summary>A shape of the service model: what a value in a request must look like. Immutable and shared.</summary>
internal sealed class Shape
{
    public required string Name { get; init; }

    public required ShapeKind Kind { get; init; }

    public Bounds Bounds { get; init; } = Bounds.None;

    /// <summary>Of a text: the pattern as the model writes it, in Java's syntax.</summary>
    public string? Pattern { get; init; }

    /// <summary>Of a text: the allowed values in the order in which DynamoDB prints them; empty if any will do.</summary>
    public string[] Values { get; init; } = [];

    /// <summary>Of a text that may be a name or an ARN: the shape of a name.</summary>
    public Shape? NameShape { get; init; }

    /// <summary>Of a list its elements, of a map its values.</summary>
    public Shape? Element { get; init; }

    /// <summary>Of a map.</summary>
    public Shape? Key { get; init; }

    /// <summary>Of a structure.</summary>
    public ShapeMember[] Members { get; init; } = [];

    public ShapeForm Form => field == ShapeForm.None ? field = FormOf(this) : field;

    /// <summary>Of a structure: the position of each member.</summary>
    public Dictionary<string, int> Positions =>
        field ??= Members.Select((member, position) => KeyValuePair.Create(member.Name, position)).ToDictionary(StringComparer.Ordinal);

    private string[] Names => field ??= [.. Members.Select(member => member.Name)];

    /// <summary>Of a structure: the position of a member, or -1.</summary>
    public int PositionOf(string member)
    {
        // Names in the source are the model's own strings, which are interned: one of these is nearly always it.
        string[] names = Names;
        for (int i = 0; i < names.Length; i++)
        {
            if (ReferenceEquals(names[i], member)) return i;
        }

        return Positions.GetValueOrDefault(member, -1);
    }

    /// <summary>Of a structure: the same by name in UTF-8.</summary>
    public MemberFinder Finder => field ??= new MemberFinder([.. Members.Select(member => member.Name)]);

    /// <summary>The set of <see cref="Values"/>.</summary>
    public bool Allows(string value) => Values.Length == 0 || Array.IndexOf(Values, value) >= 0;

    private static ShapeForm FormOf(Shape shape) => shape.Kind switch
    {
        ShapeKind.Text => ShapeForm.Text,
        ShapeKind.Integer or ShapeKind.Long => ShapeForm.Number,
        ShapeKind.Double or ShapeKind.Timestamp => ShapeForm.Real,
        ShapeKind.Boolean => ShapeForm.Flag,
        ShapeKind.Blob => ShapeForm.Bytes,
        ShapeKind.Structure => ShapeForm.Structure,
        ShapeKind.AttributeValue => ShapeForm.Value,
        ShapeKind.List => shape.Element!.Form switch
        {
            ShapeForm.Text => ShapeForm.Texts,
            ShapeForm.Structure => ShapeForm.Structures,
            ShapeForm.Value => ShapeForm.Values,
            ShapeForm.Item => ShapeForm.Items,
            _ => throw new NotSupportedException($"A list of {shape.Element.Name}"),
        },
        ShapeKind.Map => shape.Element!.Form switch
        {
            ShapeForm.Text => ShapeForm.TextMap,
            ShapeForm.Structure => ShapeForm.StructureMap,
            ShapeForm.Structures => ShapeForm.StructureListMap,
            ShapeForm.Value => ShapeForm.Item,
            _ => throw new NotSupportedException($"A map to {shape.Element.Name}"),
        },
        _ => throw new NotSupportedException($"{shape.Kind}"),
    };
}
