namespace Gateway.DynamoCompat.Expressions;

/// <summary>DynamoDB's bounds on expressions. Source: doc Constraints, "Expression parameters".</summary>
internal static class ExpressionLimits
{
    /// <summary>UTF-8 bytes of one expression.</summary>
    public const int BytesMax = 4096;

    /// <summary>Operators and functions of one expression.</summary>
    public const int OperatorsMax = 300;

    /// <summary>Operands in the parentheses of IN.</summary>
    public const int ChoicesMax = 100;

    /// <summary>Bytes of <c>#name</c> and of <c>:value</c>.</summary>
    public const int PlaceholderMax = 255;

    /// <summary>Bytes of all names, of all values, and of both together, with their placeholders.</summary>
    public const int PlaceholderBytesMax = 2 * 1024 * 1024;

    /// <summary>Elements of a document path. Source: doc Constraints, nested attribute depth.</summary>
    public const int PathMax = 32;

    /// <summary>The highest position in a list that may be written. Source: observed AWS.</summary>
    public const long PositionMax = 4_294_967_294;

    /// <summary>A value of an item and those inside it, one below the other. Source: observed AWS: 31 maps around a text are kept, 32 are not.</summary>
    public const int LevelsMax = 32;
}
