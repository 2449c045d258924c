namespace Gateway.LambdaCompat.Packages;

/// <summary>What an object store gave.</summary>
/// <param name="Bytes">The object; null if it was not given.</param>
/// <param name="ErrorCode">Why not: <c>NoSuchBucket</c>, <c>NoSuchKey</c>, <c>NoSuchVersion</c>, <c>EntityTooLarge</c>; null with bytes.</param>
/// <param name="ErrorMessage">S3's text of that error.</param>
public sealed record PackageObject(byte[]? Bytes, string? ErrorCode = null, string? ErrorMessage = null);
