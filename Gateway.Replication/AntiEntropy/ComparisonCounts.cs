namespace Gateway.Replication.AntiEntropy;

/// <summary>The counts of <see cref="ComparisonStatus"/> while they grow.</summary>
internal sealed class ComparisonCounts
{
    public long ItemsCompared { get; set; }

    public long ItemsDifferent { get; set; }

    public long DocumentsSent { get; set; }

    public long DocumentsReceived { get; set; }

    public long DocumentsRefused { get; set; }

    public long BytesSent { get; set; }

    public long BytesReceived { get; set; }

    public void Add(TakenUnits taken)
    {
        DocumentsReceived += taken.Merged;
        DocumentsRefused += taken.Refused + taken.OfUnknownTables;
    }
}
