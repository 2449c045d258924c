using Gateway.LambdaCompat.Operations;
using Gateway.Wire.Input;

namespace Gateway.LambdaCompat.Packages;

/// <summary>Takes the package that a request brings or names.</summary>
internal sealed class PackageReader(PackageStore packages, IPackageSource? source)
{
    /// <summary>A zip file in the object store may be as large as it may be unpacked.</summary>
    private const long ObjectBytesMax = PackageUnpacker.UnzippedBytesMax;

    /// <summary>Whether the request brings or names a package.</summary>
    public static bool HasPackage(WireInput code) => code.Has("ZipFile") || code.Has("S3Bucket") || code.Has("S3Key");

    /// <summary>Takes it into the store.</summary>
    /// <param name="call">The request.</param>
    /// <param name="code">The structure with <c>ZipFile</c>, <c>S3Bucket</c> and so on.</param>
    /// <param name="token">The caller has gone.</param>
    public async ValueTask<StoredPackage> TakeAsync(LambdaCall call, WireInput code, CancellationToken token)
    {
        byte[] zip = await ReadAsync(call, code, token).ConfigureAwait(false);
        try
        {
            return packages.Add(zip);
        }
        catch (PackageException refusal)
        {
            throw refusal.Fault switch
            {
                PackageFault.TooLarge => LambdaErrors.UnzippedTooLarge(),
                PackageFault.Empty => LambdaErrors.EmptyZip(),
                _ => LambdaErrors.BadZip(),
            };
        }
    }

    private async ValueTask<byte[]> ReadAsync(LambdaCall call, WireInput code, CancellationToken token)
    {
        if (code.Bytes("ZipFile") is { } zip) return zip.Length > 0 ? zip : throw LambdaErrors.EmptyZip();
        if (code.Text("S3Bucket") is not { } bucket || code.Text("S3Key") is not { } key) throw LambdaErrors.NoCode();
        if (source is null) throw LambdaErrors.ObjectFault("NoSuchBucket", "The specified bucket does not exist");
        PackageObject found = await source.ReadAsync(call.AccountId, call.Region, bucket, key, code.Text("S3ObjectVersion"), ObjectBytesMax, token).ConfigureAwait(false);
        return found.Bytes ?? throw LambdaErrors.ObjectFault(found.ErrorCode ?? "NoSuchKey", found.ErrorMessage ?? "The specified key does not exist.");
    }
}
