using Gateway.LambdaCompat.Packages;
using Gateway.StackCompat.S3;

namespace Gateway.Api.Wiring;

/// <summary>Packages of functions, from the PoP's own object store.</summary>
internal sealed class PopObjects(IObjectReader objects) : IPackageSource
{
    public async ValueTask<PackageObject> ReadAsync(string accountId, string region, string bucket, string key, string? versionId, long bytesMax, CancellationToken token)
    {
        ObjectAnswer answer = await objects.OpenAsync(accountId, bucket, key, versionId, token);
        if (answer.Content is not { } content) return new PackageObject(null, answer.ErrorCode, answer.ErrorMessage);
        await using (content)
        {
            if (content.Length > bytesMax) return new PackageObject(null, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
            byte[] bytes = new byte[content.Length];
            await content.ReadExactlyAsync(bytes, token);
            return new PackageObject(bytes);
        }
    }
}
