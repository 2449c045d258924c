namespace Gateway.LambdaCompat.Packages;

/// <summary>Gives the objects that packages are made from: the PoP's own object store.</summary>
public interface IPackageSource
{
    /// <summary>Reads an object whole.</summary>
    /// <param name="accountId">The tenant.</param>
    /// <param name="region">As <c>us-east-1</c>.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The object's key.</param>
    /// <param name="versionId">Null for the newest version.</param>
    /// <param name="bytesMax">A larger object is not read.</param>
    /// <param name="token">The caller has gone.</param>
    ValueTask<PackageObject> ReadAsync(string accountId, string region, string bucket, string key, string? versionId, long bytesMax, CancellationToken token);
}
