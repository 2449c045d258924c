namespace Gateway.DynamoCompat.Tables;

/// <summary>What a stream record holds of the item. Stored: the numbers only grow.</summary>
internal enum StreamView
{
    None = 0,
    KeysOnly = 1,
    NewImage = 2,
    OldImage = 3,
    NewAndOldImages = 4,
}
