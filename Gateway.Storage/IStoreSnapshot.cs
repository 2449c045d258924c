namespace Gateway.Storage;

/// <summary>The store at one moment. Reading it never waits for writers. Dispose of its cursors first.</summary>
public interface IStoreSnapshot : IDisposable
{
    /// <summary>The value of a key at that moment.</summary>
    /// <returns>A new array; null if there is none.</returns>
    byte[]? Get(ReadOnlySpan<byte> key);

    /// <summary>The values of many keys.</summary>
    /// <returns>As many as there are keys, in their order; null where there is none.</returns>
    byte[]?[] GetMany(IReadOnlyList<byte[]> keys);

    /// <summary>A cursor before the first entry of a range, in the order of the direction.</summary>
    /// <param name="range">Which keys.</param>
    /// <param name="direction">Ascending or descending.</param>
    IStoreCursor Scan(KeyRange range, ScanDirection direction = ScanDirection.Forward);
}
