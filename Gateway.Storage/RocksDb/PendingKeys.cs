namespace Gateway.Storage.RocksDb;

/// <summary>Where in a batch each key was last written. Belongs to the buffer's lock.</summary>
internal sealed class PendingKeys
{
    private const int SlotsAtFirst = 256;

    private (uint Hash, int Start)[] slots = new (uint, int)[SlotsAtFirst]; // a start of 0 is no record: a batch begins with its head
    private int count;

    /// <summary>Notes a record.</summary>
    public void Set(WriteBatch batch, ReadOnlySpan<byte> key, uint hash, int start)
    {
        if (count >= slots.Length / 2) Grow();
        ref (uint Hash, int Start) slot = ref slots[SlotOf(batch, key, hash)];
        if (slot.Start == 0) count++;
        slot = (hash, start);
    }

    /// <summary>The record that wrote a key last; 0 if there is none.</summary>
    public int Find(WriteBatch batch, ReadOnlySpan<byte> key, uint hash) => count == 0 ? 0 : slots[SlotOf(batch, key, hash)].Start;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        if (count > 0) Array.Clear(slots);
        count = 0;
    }

    /// <summary>The slot of the key, or the free one where it belongs.</summary>
    private int SlotOf(WriteBatch batch, ReadOnlySpan<byte> key, uint hash)
    {
        int at = (int)(hash & (slots.Length - 1));
        while (slots[at].Start != 0 && (slots[at].Hash != hash || !batch.RecordAt(slots[at].Start).Key.SequenceEqual(key))) at = (at + 1) & (slots.Length - 1);
        return at;
    }

    private void Grow()
    {
        (uint Hash, int Start)[] before = slots;
        slots = new (uint, int)[before.Length * 2];
        foreach ((uint Hash, int Start) slot in before)
        {
            if (slot.Start == 0) continue;
            int at = (int)(slot.Hash & (slots.Length - 1));
            while (slots[at].Start != 0) at = (at + 1) & (slots.Length - 1);
            slots[at] = slot;
        }
    }
}
