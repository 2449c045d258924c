using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Execution;

/// <summary>What a page of a query or scan found.</summary>
internal sealed class ReadPage
{
    /// <summary>The items that passed the filter, projected; empty if only their number was asked for.</summary>
    public List<Value> Items { get; } = [];

    /// <summary>How many passed the filter.</summary>
    public int Count { get; set; }

    /// <summary>How many were looked at.</summary>
    public int ScannedCount { get; set; }

    /// <summary>The bytes that were read from the table or the index, as DynamoDB counts them.</summary>
    public long ScannedBytes { get; set; }

    /// <summary>Read units for items that a local index had to fetch from its table, each rounded up by itself.</summary>
    public long FetchedUnits { get; set; }

    /// <summary>Where the next page starts, a map of key attributes; none if this page is the last one.</summary>
    public Value LastKey { get; set; }
}
