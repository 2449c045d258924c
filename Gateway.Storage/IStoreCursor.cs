namespace Gateway.Storage;

/// <summary>Walks a range of a snapshot, one way. For one thread.</summary>
public interface IStoreCursor : IDisposable
{
    /// <summary>The key here; valid until the next move.</summary>
    ReadOnlySpan<byte> Key { get; }

    /// <summary>The value here; valid until the next move.</summary>
    ReadOnlySpan<byte> Value { get; }

    /// <summary>Goes to the next entry, first to the first one.</summary>
    /// <returns>False at the end of the range.</returns>
    /// <exception cref="StoreFault">A block cannot be read.</exception>
    bool MoveNext();
}
