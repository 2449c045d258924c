namespace Gateway.DynamoCompat.Expressions;

/// <summary>Which of DynamoDB's expressions a text is; each has its own grammar or its own words in errors.</summary>
internal enum ExpressionKind : byte
{
    Condition,
    Filter,
    KeyCondition,
    Projection,
    Update,

    /// <summary>A part of a PartiQL statement, which errors do not name.</summary>
    Statement,
}
