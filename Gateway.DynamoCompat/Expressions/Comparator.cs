namespace Gateway.DynamoCompat.Expressions;

/// <summary>The operators between two operands.</summary>
internal enum Comparator : byte
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
