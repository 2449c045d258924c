namespace Gateway.Replication.Membership;

/// <summary>Who is in the cluster, as the records say it that have come so far. For many threads.</summary>
public sealed class PopDirectory : IDisposable
{
    private readonly IMembershipStore store;
    private readonly IReadOnlyList<PopInfo> known;
    private readonly bool knownAddressesCount;
    private readonly Lock gate = new();
    private volatile PopMap map;

    /// <param name="self">The name of this PoP.</param>
    /// <param name="store">Holds the records.</param>
    /// <param name="known">Members as they were told of when this PoP joined: they count until their records have come.</param>
    /// <param name="knownAddressesCount">Their addresses count for longer: whoever started the cluster has chosen them anew.</param>
    public PopDirectory(string self, IMembershipStore store, IReadOnlyList<PopInfo> known, bool knownAddressesCount)
    {
        this.store = store;
        this.known = known;
        this.knownAddressesCount = knownAddressesCount;
        map = Read(self);
        store.Changed += Refresh;
    }

    /// <summary>The map is another one. Called on any thread, outside of locks; must return soon.</summary>
    public event Action? Changed;

    /// <summary>As of now.</summary>
    public PopMap Map => map;

    /// <summary>Writes what is said about a PoP, if it differs from what was said before.</summary>
    public async ValueTask PutAsync(PopInfo pop, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(pop);
        if (store.Find(pop.Name) is { } before && Same(before, pop)) return;
        await store.PutAsync(pop, token).ConfigureAwait(false);
        Refresh();
    }

    /// <inheritdoc/>
    public void Dispose() => store.Changed -= Refresh;

    private void Refresh()
    {
        lock (gate) map = Read(map.Self);
        Changed?.Invoke();
    }

    private PopMap Read(string self)
    {
        Dictionary<string, PopInfo> members = store.All().ToDictionary(pop => pop.Name, StringComparer.Ordinal);
        foreach (PopInfo pop in known)
        {
            if (!members.TryGetValue(pop.Name, out PopInfo? record)) members.Add(pop.Name, pop);
            else if (knownAddressesCount) members[pop.Name] = record with { Address = pop.Address };
        }

        return new PopMap(self, members.Values);
    }

    private static bool Same(PopInfo one, PopInfo other) => one with { Groups = [] } == other with { Groups = [] } && one.Groups.SequenceEqual(other.Groups);
}
