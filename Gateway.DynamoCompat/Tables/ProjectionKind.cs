namespace Gateway.DynamoCompat.Tables;

/// <summary>Which attributes an index shows.</summary>
internal enum ProjectionKind
{
    All,
    KeysOnly,
    Include,
}
