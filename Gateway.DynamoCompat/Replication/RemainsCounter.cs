using System.Runtime.InteropServices;
using Gateway.Crdt.Documents;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Replication;

/// <summary>Counts the queue of remains by walking it: entries say what they are, so no document is read, and nothing is counted on writes.</summary>
internal static class RemainsCounter
{
    /// <inheritdoc cref="ReplicaPort.CountRemains"/>
    public static IReadOnlyList<RemainsCount> Count(DynamoServices services, int max)
    {
        Dictionary<uint, (long Items, long Ghosts, long Siblings)> byNumber = new() { [Cluster.SystemTable.Number] = default }; // always there, so that a measurement is
        using (IStoreSnapshot snapshot = services.Store.Snapshot())
        {
            using IStoreCursor cursor = snapshot.Scan(Remains.All);
            for (int count = 0; count < max && cursor.MoveNext(); count++)
            {
                HiddenParts parts = Remains.PartsOf(cursor.Value);
                ref (long Items, long Ghosts, long Siblings) sum = ref CollectionsMarshal.GetValueRefOrAddDefault(byNumber, Remains.TableOf(cursor.Key), out _);
                sum.Items++;
                if (parts.HasFlag(HiddenParts.Ghosts)) sum.Ghosts++;
                if (parts.HasFlag(HiddenParts.Siblings)) sum.Siblings++;
            }
        }

        RemainsCount[] byName =
        [
            .. byNumber
                .GroupBy(one => services.Directory.Find(one.Key) is { } table ? TableLabels.Of(table) : TableLabels.Others) // of a table that is being removed
                .Select(group => Sum(group.Key, group.Select(one => new RemainsCount(group.Key, one.Value.Items, one.Value.Ghosts, one.Value.Siblings))))
                .OrderByDescending(one => one.Items).ThenBy(one => one.Table, StringComparer.Ordinal),
        ];
        RemainsCount[] named = [.. byName.Where(one => one.Table != TableLabels.Others).Take(TableLabels.Max)];
        RemainsCount rest = Sum(TableLabels.Others, byName.Except(named));
        return rest.Items == 0 ? named : [.. named, rest];
    }

    private static RemainsCount Sum(string table, IEnumerable<RemainsCount> counts) =>
        counts.Aggregate(new RemainsCount(table, 0, 0, 0), (sum, one) => new RemainsCount(table, sum.Items + one.Items, sum.Ghosts + one.Ghosts, sum.Siblings + one.Siblings));
}
