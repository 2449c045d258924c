namespace Gateway.Api.Admin;

/// <summary>PoPs that are to compare what both hold.</summary>
internal sealed record ComparePops
{
    /// <summary>Compare with this one; null for all others.</summary>
    public string? Pop { get; init; }
}
