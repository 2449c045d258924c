namespace Gateway.DynamoCompat.Expressions;

/// <summary>The operator of a condition that waits for its next operand.</summary>
internal enum PendingOperator : byte
{
    None,
    Comparison,
    BetweenLower,
    BetweenUpper,
    In,
}
