using System.Text;
using Gateway.DynamoCompat.Cluster;
using Gateway.DynamoCompat.Scopes;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.TimeToLive;

/// <summary>Which PoP deletes an item of a table whose time is over: each would, but one is first, the same one for all who know of the same PoPs.</summary>
/// <remarks>By rendezvous: of the live PoPs that hold the item, the one whose name and the item's key have the highest hash. When a PoP comes or goes, only its own share moves.</remarks>
internal sealed class ExpiryTurn
{
    private const int StackBytesMax = 512;

    private readonly (ClusterMember Member, byte[] Name)[] live;
    private readonly ClusterMember? self;
    private readonly TableScope scope;

    /// <param name="cluster">Who takes part, as of now.</param>
    /// <param name="table">The table.</param>
    public ExpiryTurn(ClusterView cluster, TableSchema table)
    {
        self = cluster.Self;
        scope = table.Scope;
        live = [.. cluster.Members.Where(cluster.IsLive).Select(member => (member, Encoding.UTF8.GetBytes(member.Name)))];
    }

    /// <summary>True if it is this PoP's turn; always where it is alone.</summary>
    public bool IsOurs(ReadOnlySpan<byte> itemKey)
    {
        if (self is null || live.Length < 2) return true;

        // What lives at one PoP is that one's; here it is that one's if this PoP is not merely keeping everything.
        if (scope.ScopeOf(itemKey).Kind == ScopeKind.Local) return !self.FollowsAll;
        (uint Hash, string Name) best = default;
        foreach ((ClusterMember member, byte[] name) in live)
        {
            if (!scope.Includes(itemKey, member.Name, member.Region, member.Groups, member.Name)) continue;
            (uint Hash, string Name) one = (HashOf(name, itemKey), member.Name);
            if (best.Name is null || one.Hash > best.Hash || (one.Hash == best.Hash && string.CompareOrdinal(one.Name, best.Name) > 0)) best = one;
        }

        return best.Name is null || best.Name == self.Name;
    }

    private static uint HashOf(byte[] name, ReadOnlySpan<byte> itemKey)
    {
        int length = name.Length + itemKey.Length;
        Span<byte> bytes = length <= StackBytesMax ? stackalloc byte[length] : new byte[length];
        name.CopyTo(bytes);
        itemKey.CopyTo(bytes[name.Length..]);
        return KeyHash.Of(bytes);
    }
}
