using System.Runtime.CompilerServices;
using Gateway.DynamoCompat.Items;

namespace Gateway.DynamoCompat.Execution;

/// <summary>The stored bytes of items that were read lately, for reads of single items and for writes over them.</summary>
/// <remarks>
/// Divided as <see cref="ItemLocks"/> is: what changes a share holds its lock; who looks needs none. A write takes its item away before it becomes visible, and
/// what was read meanwhile is not kept, so nobody finds here what the store no longer has. True only while nobody else writes the store. Source: ADR 19.
/// </remarks>
internal sealed class ItemCache
{
    /// <summary>Items of one share; the newest push out the others in turn.</summary>
    private const int SlotsPerShare = 8;

    /// <summary>Larger items are left to the store. With all shares full of the largest: 128 MB; of usual ones, an eighth of that.</summary>
    private const int StoredBytesMax = 4096;

    private readonly Share?[] shares = new Share?[ItemLocks.Stripes];

    /// <summary>The item's bytes, which nobody may change; null if they are not here.</summary>
    public byte[]? Find(in ItemAddress address)
    {
        if (Volatile.Read(ref shares[ItemLocks.StripeOf(address)]) is not { } share) return null;
        int hash = address.GetHashCode();
        for (int i = 0; i < SlotsPerShare; i++)
        {
            if (share.Hashes[i] == hash && share.Slots[i] is { } entry && entry.Address.Equals(address)) return entry.Stored;
        }

        return null;
    }

    /// <summary>Changes whenever something of the item's share is written. Ask before the store is read.</summary>
    public int VersionOf(in ItemAddress address) => Volatile.Read(ref shares[ItemLocks.StripeOf(address)])?.Version ?? 0;

    /// <summary>Keeps what was read, unless something was written since the version was asked for. Under the item's lock.</summary>
    public void Offer(in ItemAddress address, byte[] stored, int version)
    {
        if (stored.Length > StoredBytesMax || VersionOf(address) != version) return;
        Share share = ShareOf(address);
        int slot = SlotOf(share, address);
        share.Slots[slot] = new Entry(address, stored);
        share.Hashes[slot] = address.GetHashCode();
    }

    /// <summary>A write is about to become visible. Under the item's lock.</summary>
    public void Forget(in ItemAddress address)
    {
        if (shares[ItemLocks.StripeOf(address)] is not { } share) return;
        int slot = IndexOf(share, address);
        if (slot >= 0) share.Slots[slot] = null;
    }

    /// <summary>The write is visible: what was read before is not offered any more. Under the item's lock.</summary>
    /// <remarks>What it wrote is not kept: items that are written and not read would only keep the collector busy.</remarks>
    public void Pass(in ItemAddress address)
    {
        Share share = ShareOf(address);
        Volatile.Write(ref share.Version, share.Version + 1);
    }

    private Share ShareOf(in ItemAddress address)
    {
        ref Share? share = ref shares[ItemLocks.StripeOf(address)];
        if (share is null) Volatile.Write(ref share, new Share());
        return share!;
    }

    private static int SlotOf(Share share, in ItemAddress address)
    {
        int slot = IndexOf(share, address);
        if (slot < 0) slot = Array.IndexOf(share.Slots, null);
        return slot >= 0 ? slot : (int)(share.Oldest++ % SlotsPerShare);
    }

    private static int IndexOf(Share share, in ItemAddress address)
    {
        int hash = address.GetHashCode();
        for (int i = 0; i < SlotsPerShare; i++)
        {
            if (share.Hashes[i] == hash && share.Slots[i] is { } entry && entry.Address.Equals(address)) return i;
        }

        return -1;
    }

    private sealed class Share
    {
        public int Version;
        public uint Oldest;
        public SlotHashes Hashes; // beside each other: who looks for what is not here touches no entry

        public Entry?[] Slots { get; } = new Entry?[SlotsPerShare];
    }

    [InlineArray(SlotsPerShare)]
    private struct SlotHashes
    {
        private int first;
    }

    private sealed record Entry(ItemAddress Address, byte[] Stored);
}
