using Gateway.Crdt.Time;

namespace Gateway.Crdt.Codec;

/// <summary>
/// A store's or a batch's short numbers for replica ids, so that each document on disk spends 1 byte on a replica instead of 8.
/// Only grows; whoever owns it keeps it as long as anything encoded with it.
/// </summary>
/// <remarks>Safe for several threads. Equal documents have equal bytes within one table; across stores compare <see cref="DocumentHash"/>.</remarks>
public sealed class ReplicaTable
{
    private readonly Lock growing = new();
    private readonly Action<ReadOnlySpan<ReplicaId>>? beforeGrowing;
    private ReplicaId[] replicas = [];

    /// <summary>An empty table.</summary>
    public ReplicaTable()
    {
    }

    private ReplicaTable(ReplicaId[] saved, Action<ReadOnlySpan<ReplicaId>>? beforeGrowing)
    {
        replicas = saved;
        this.beforeGrowing = beforeGrowing;
    }

    /// <summary>How many it holds.</summary>
    public int Count => replicas.Length;

    /// <summary>The ids in the order of their numbers: what the owner saves.</summary>
    public ReadOnlySpan<ReplicaId> Replicas => replicas;

    /// <summary>A table as it was saved.</summary>
    /// <param name="saved">The ids.</param>
    /// <param name="beforeGrowing">Saves the ids, one more than before; until it returns nobody is given the new number. If it throws, the table stays as it is.</param>
    public static ReplicaTable Of(ReadOnlySpan<ReplicaId> saved, Action<ReadOnlySpan<ReplicaId>>? beforeGrowing = null) => new(saved.ToArray(), beforeGrowing);

    /// <summary>The number of a replica, given to it now if it has none.</summary>
    public int NumberOf(ReplicaId replica)
    {
        int number = Find(replica);
        return number >= 0 ? number : Add(replica);
    }

    /// <summary>The replica of a number.</summary>
    /// <returns>False if the table has no such number.</returns>
    public bool TryGet(ulong number, out ReplicaId replica)
    {
        ReplicaId[] known = replicas;
        bool found = number < (ulong)known.Length;
        replica = found ? known[number] : default;
        return found;
    }

    private int Find(ReplicaId replica)
    {
        ReplicaId[] known = replicas;
        for (int i = 0; i < known.Length; i++)
        {
            if (known[i].Value == replica.Value) return i;
        }

        return -1;
    }

    private int Add(ReplicaId replica)
    {
        lock (growing)
        {
            int number = Find(replica);
            if (number >= 0) return number;
            ReplicaId[] grown = [.. replicas, replica];
            beforeGrowing?.Invoke(grown);
            Volatile.Write(ref replicas, grown);
            return grown.Length - 1;
        }
    }
}
