namespace Gateway.LambdaCompat.Packages;

/// <summary>A package that is in the store; it stays there at least until it is disposed of.</summary>
internal sealed class StoredPackage(string hash, long sizeBytes, long unzippedBytes, Action release) : IDisposable
{
    /// <summary>SHA-256 of the zip file, hexadecimal.</summary>
    public string Hash { get; } = hash;

    /// <summary>Of the zip file.</summary>
    public long SizeBytes { get; } = sizeBytes;

    /// <summary>Of what is in it.</summary>
    public long UnzippedBytes { get; } = unzippedBytes;

    public void Dispose() => release();
}
