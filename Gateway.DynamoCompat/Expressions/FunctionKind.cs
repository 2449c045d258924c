namespace Gateway.DynamoCompat.Expressions;

/// <summary>The functions of expressions. Their names are case-sensitive.</summary>
internal enum FunctionKind : byte
{
    AttributeExists,
    AttributeNotExists,
    AttributeType,
    BeginsWith,
    Contains,
    Size,
    IfNotExists,
    ListAppend,
}
