namespace Gateway.StackCompat.S3;

/// <summary>Reads objects past S3's wire: for packages of functions, templates of stacks.</summary>
public interface IObjectReader
{
    /// <summary>Opens an object.</summary>
    /// <param name="accountId">The tenant.</param>
    /// <param name="bucket">Its bucket.</param>
    /// <param name="key">Its key.</param>
    /// <param name="version">Which version; null for what is shown.</param>
    /// <param name="token">Nobody waits any more.</param>
    /// <returns>Its bytes, or why there are none.</returns>
    Task<ObjectAnswer> OpenAsync(string accountId, string bucket, string key, string? version, CancellationToken token);
}
