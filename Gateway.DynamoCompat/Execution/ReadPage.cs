using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Execution;

/// <summary>What a page of a query or scan found.</summary>
internal sealed class ReadPage
{
    /// <summary>No value counts for more than so many times the bytes that it is kept in: an entry of a list, the worst case, counts 2 for 1, an empty list in a list 4 for 2.</summary>
    private const int SizePerByteMax = 3;

    private readonly List<Value> unmeasured = [];
    private long measuredBytes;
    private long bytesAtMost;

    /// <summary>The items that passed the filter, projected; empty if only their number was asked for.</summary>
    public List<Value> Items { get; } = [];

    /// <summary>How many passed the filter.</summary>
    public int Count { get; set; }

    /// <summary>How many were looked at.</summary>
    public int ScannedCount { get; private set; }

    /// <summary>The bytes that were read from the table or the index, as DynamoDB counts them.</summary>
    public long ScannedBytes
    {
        get
        {
            foreach (Value item in unmeasured) measuredBytes += item.ItemSizeBytes;
            unmeasured.Clear();
            return bytesAtMost = measuredBytes;
        }
    }

    /// <summary>Read units for items that a local index had to fetch from its table, each rounded up by itself.</summary>
    public long FetchedUnits { get; set; }

    /// <summary>Where the next page starts, a map of key attributes; none if this page is the last one.</summary>
    public Value LastKey { get; set; }

    /// <summary>Counts an item that was read. It is measured when the sum is asked for: most pages are far from full, and nobody asks.</summary>
    /// <param name="shown">What the table or the index holds of it.</param>
    public void Scan(Value shown)
    {
        ScannedCount++;
        bytesAtMost += SizePerByteMax * (long)shown.Bytes.Length;
        unmeasured.Add(shown);
    }

    /// <summary>True if the items that were read count for so many bytes.</summary>
    public bool Holds(long bytes) => bytesAtMost >= bytes && ScannedBytes >= bytes;
}
