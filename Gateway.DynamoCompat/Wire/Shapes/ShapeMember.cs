namespace Gateway.DynamoCompat.Wire.Shapes;

/// <summary>A member of a structure. Its position among the members is the order in which violations are listed.</summary>
internal sealed class ShapeMember
{
    public required string Name { get; init; }

    /// <summary>The name as DynamoDB writes it in paths: <c>tableName</c>.</summary>
    public required string PathName { get; init; }

    public required Shape Shape { get; init; }

    public required Bounds Bounds { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>Its absence is refused at once, in words of its own.</summary>
    public bool IsMissedFirst { get; init; }

    /// <summary>A table name of the wrong length is refused at once, in words of its own.</summary>
    public bool IsMeasuredFirst { get; init; }

    /// <summary>That it has too many elements is said without printing them.</summary>
    public bool IsUnprinted { get; init; }
}
