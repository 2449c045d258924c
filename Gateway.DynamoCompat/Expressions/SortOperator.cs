namespace Gateway.DynamoCompat.Expressions;

/// <summary>What a key condition asks of the sort attribute that follows those given by equality.</summary>
internal enum SortOperator : byte
{
    /// <summary>Nothing.</summary>
    Any,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Between,
    BeginsWith,
}
