namespace Gateway.Storage;

/// <summary>What a key must hold for a batch to be written; null if it must not exist.</summary>
internal readonly record struct WriteRequirement(byte[] Key, byte[]? Value)
{
    /// <summary>Whether what the key holds is what it must hold.</summary>
    public bool IsMetBy(byte[]? found) => Value is null ? found is null : found is not null && found.AsSpan().SequenceEqual(Value);
}
