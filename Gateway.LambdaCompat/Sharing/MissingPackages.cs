using System.Collections.Concurrent;
using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Sharing;

/// <summary>Packages that functions here name and that have not come yet. Empty on a PoP that is alone.</summary>
internal sealed class MissingPackages
{
    private readonly ConcurrentDictionary<string, byte> hashes = new(StringComparer.Ordinal);

    /// <summary>True if a version cannot run yet.</summary>
    public bool Lacks(VersionRecord version) => !hashes.IsEmpty && (Has(version.CodeHash) || version.Layers.Any(layer => Has(layer.CodeHash)));

    public bool Has(string hash) => hashes.ContainsKey(hash);

    public void Add(string hash) => hashes[hash] = 0;

    public void Remove(string hash) => hashes.TryRemove(hash, out _);
}
