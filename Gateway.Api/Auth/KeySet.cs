using System.Collections.Frozen;

namespace Gateway.Api.Auth;

/// <summary>The access keys that count at one moment.</summary>
internal sealed class KeySet
{
    private readonly FrozenDictionary<string, AccessKey> keys;
    private readonly FrozenDictionary<string, AccessKey>.AlternateLookup<ReadOnlySpan<char>> byId;

    /// <param name="keys">Of two with one id the first counts.</param>
    public KeySet(IEnumerable<AccessKey> keys)
    {
        this.keys = keys.DistinctBy(key => key.Id, StringComparer.Ordinal).ToFrozenDictionary(key => key.Id, StringComparer.Ordinal);
        byId = this.keys.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int Count => keys.Count;

    public bool TryGet(ReadOnlySpan<char> id, out AccessKey? key) => byId.TryGetValue(id, out key);
}
