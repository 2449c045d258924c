namespace Gateway.Replication.Links.Transport;

/// <summary>What is wrong with the links of a PoP, on purpose: a switch for trials and tests. For many threads.</summary>
/// <param name="pathTo">What the path to a peer is like; null for one without delay.</param>
public sealed class LinkFaults(Func<string, PathQuality?> pathTo)
{
    private readonly Lock gate = new();
    private HashSet<string> cut = [];

    /// <summary>What is cut is another.</summary>
    public event Action? Changed;

    /// <summary>The peers that cannot be reached, in the order of their names.</summary>
    public IReadOnlyList<string> Cut
    {
        get
        {
            lock (gate) return [.. cut.Order(StringComparer.Ordinal)];
        }

        set
        {
            lock (gate) cut = [.. value];
            Changed?.Invoke();
        }
    }

    /// <summary>Whether the link to a peer is cut.</summary>
    public bool IsCut(string peer)
    {
        lock (gate) return cut.Contains(peer);
    }

    /// <summary>What the path to a peer is like; null for one without delay.</summary>
    public PathQuality? PathTo(string peer) => pathTo(peer);
}
