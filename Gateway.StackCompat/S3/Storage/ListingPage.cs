namespace Gateway.StackCompat.S3.Storage;

/// <summary>What one page of a listing holds.</summary>
internal sealed class ListingPage
{
    private readonly List<(string Key, ObjectRecord Version, bool IsLatest)> entries = [];
    private readonly List<string> prefixes = [];

    public IReadOnlyList<(string Key, ObjectRecord Version, bool IsLatest)> Entries => entries;

    public IReadOnlyList<string> CommonPrefixes => prefixes;

    public int Count => entries.Count + prefixes.Count;

    /// <summary>True if there is more.</summary>
    public bool IsTruncated { get; set; }

    /// <summary>The last key or common prefix of the page: the next one begins behind it.</summary>
    public string Last { get; private set; } = "";

    /// <summary>The version of <see cref="Last"/>; null for a common prefix.</summary>
    public string? LastVersion { get; private set; }

    public void Add(string key, ObjectRecord version, bool isLatest)
    {
        entries.Add((key, version, isLatest));
        (Last, LastVersion) = (key, version.VersionId);
    }

    public void AddPrefix(string prefix)
    {
        prefixes.Add(prefix);
        (Last, LastVersion) = (prefix, null);
    }
}
