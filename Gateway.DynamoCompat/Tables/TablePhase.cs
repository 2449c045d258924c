namespace Gateway.DynamoCompat.Tables;

/// <summary>What a table, or an index of it, is going through. Stored: the numbers only grow.</summary>
internal enum TablePhase
{
    Active = 0,
    Creating = 1,
    Updating = 2,
    Deleting = 3,
}
