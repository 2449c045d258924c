namespace Gateway.Storage;

/// <summary>Writes that happen together or not at all, in their order. For one thread; may be cleared and used again.</summary>
public sealed class WriteBatch
{
    private readonly List<(byte Kind, byte[] Key, byte[] Value)> writes = [];

    /// <summary>How many writes it holds.</summary>
    public int Count => writes.Count;

    /// <summary>Sets a key.</summary>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => writes.Add((1, key.ToArray(), value.ToArray()));

    /// <summary>Removes a key, which need not exist.</summary>
    public void Delete(ReadOnlySpan<byte> key) => writes.Add((0, key.ToArray(), []));

    /// <summary>Removes all keys of a range.</summary>
    public void DeleteRange(KeyRange range) => writes.Add((2, range.Start.ToArray(), range.End.ToArray()));

    /// <summary>Makes the whole batch depend on what a key holds when the batch is written.</summary>
    /// <param name="key">Which key.</param>
    /// <param name="value">What it must hold; null if it must not exist.</param>
    public void Require(ReadOnlySpan<byte> key, byte[]? value) => writes.Add((3, key.ToArray(), value ?? []));

    /// <summary>Empties it.</summary>
    public void Clear() => writes.Clear();
}
