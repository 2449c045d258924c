namespace Gateway.DynamoCompat.Tables;

/// <summary>What keeps a table in UPDATING: other changes are refused with words about it. Stored: the numbers only grow.</summary>
internal enum TableActivity
{
    None = 0,
    Throughput = 1,
    Billing = 2,
    Stream = 3,
    TableClass = 4,
    Index = 5,
}
