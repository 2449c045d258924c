namespace Gateway.Storage;

/// <summary>An ordered key-value store: keys compare byte by byte. The one seam to an engine; safe for many threads.</summary>
/// <remarks>Source: DESIGN 5. A write is atomic and visible to every later read at once; it is durable after the next <see cref="Sync"/> that began after it.</remarks>
public interface IKeyValueStore : IDisposable
{
    /// <summary>The newest value of a key.</summary>
    /// <returns>A new array that belongs to the caller; null if there is none.</returns>
    byte[]? Get(ReadOnlySpan<byte> key);

    /// <summary>The newest values of many keys, read at one moment.</summary>
    /// <returns>As many as there are keys, in their order; null where there is none.</returns>
    byte[]?[] GetMany(IReadOnlyList<byte[]> keys);

    /// <summary>The store as it is now, for as long as the snapshot lives.</summary>
    IStoreSnapshot Snapshot();

    /// <summary>Applies a batch: all of it, or nothing.</summary>
    /// <returns>False if a precondition of the batch does not hold: nothing was written.</returns>
    /// <exception cref="StoreFault">Nothing was written.</exception>
    bool Write(WriteBatch batch);

    /// <summary>Makes every write that ended before this call durable.</summary>
    /// <exception cref="StoreFault">It is unknown what is durable; the store takes no more writes.</exception>
    void Sync();

    /// <summary>Removes a range that nobody reads any more, as cheaply as the engine can.</summary>
    /// <param name="range">Must have an end.</param>
    /// <remarks>Unlike a batch: after a crash a part of it may be back, and older snapshots may miss it already.</remarks>
    /// <exception cref="StoreFault">A part of it may be left.</exception>
    void Trim(KeyRange range);

    /// <summary>Writes a consistent copy that can be opened as a store of its own.</summary>
    /// <param name="folder">Must not exist.</param>
    void Checkpoint(string folder);
}
