using System.Text;
using Gateway.LambdaCompat.Packages;
using Gateway.LambdaCompat.Tests.Harness;
using Gateway.Testing;

namespace Gateway.LambdaCompat.Tests.Packages;

public sealed class PackageStoreTests : IDisposable
{
    private static readonly HashSet<string> Nothing = [];

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_same_package_is_kept_once()
    {
        PackageStore store = PackageStore.Open(folder.Path);
        using StoredPackage one = store.Add(Zips.Small());
        using StoredPackage other = store.Add(Zips.Small());

        Assert.Equal(one.Hash, other.Hash);
        Assert.Single(Directory.EnumerateDirectories(folder.Path));
        Assert.Equal(32, one.UnzippedBytes);
    }

    [Fact]
    public void What_nothing_names_for_two_rounds_is_removed()
    {
        PackageStore store = PackageStore.Open(folder.Path);
        StoredPackage package = store.Add(Zips.Small());
        store.Collect(() => Nothing);
        store.Collect(() => Nothing);
        Assert.True(store.Has(package.Hash)); // somebody holds it
        package.Dispose();
        store.Collect(() => new HashSet<string> { package.Hash });
        store.Collect(() => Nothing);
        Assert.True(store.Has(package.Hash));
        store.Collect(() => Nothing);

        Assert.False(store.Has(package.Hash));
    }

    [Fact]
    public void Code_is_unpacked_anew_after_a_crash_and_kept_otherwise()
    {
        PackageStore store = PackageStore.Open(folder.Path);
        string hash;
        using (StoredPackage package = store.Add(Zips.Small("good"))) hash = package.Hash;
        string file = Path.Combine(store.CodeFolder(hash), "index.js");
        File.WriteAllText(file, "torn");

        Assert.Equal("good", File.ReadAllText(Path.Combine(PackageStore.Open(folder.Path).CodeFolder(hash), "index.js")));
        File.WriteAllText(file, "kept");
        PackageStore.Open(folder.Path).Close();
        File.Delete(folder.At("CLEAN"));
        Assert.Equal("good", File.ReadAllText(Path.Combine(PackageStore.Open(folder.Path).CodeFolder(hash), "index.js")));
        File.WriteAllText(file, "kept");
        File.WriteAllBytes(folder.At("CLEAN"), []);
        Assert.Equal("kept", File.ReadAllText(Path.Combine(PackageStore.Open(folder.Path).CodeFolder(hash), "index.js")));
    }

    [Fact]
    public async Task A_package_from_the_object_store_is_taken()
    {
        await using LambdaUnderTest lambda = new(objects: new OneObject(Zips.Small("object")));
        string body = LambdaUnderTest.CreateBody("f");
        string code = body[(body.IndexOf("{'ZipFile'", StringComparison.Ordinal))..(body.IndexOf('}', StringComparison.Ordinal) + 1)];

        await lambda.OkAsync("POST", "/2015-03-31/functions", body.Replace(code, "{'S3Bucket':'bucket','S3Key':'key.zip'}", StringComparison.Ordinal));

        await lambda.OkAsync("POST", "/2015-03-31/functions/f/invocations");
        string path = Path.Combine((await lambda.Engine.NextAsync()).Spec.CodeFolder, "index.js");
        Assert.Equal("object", await File.ReadAllTextAsync(path, Encoding.UTF8, TestContext.Current.CancellationToken));
        Assert.Equal(
            "400 InvalidParameterValueException: Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.",
            await lambda.ErrorAsync("PUT", "/2015-03-31/functions/f/code", "{'S3Bucket':'bucket','S3Key':'other'}"));
    }

    private sealed class OneObject(byte[] zip) : IPackageSource
    {
        public ValueTask<PackageObject> ReadAsync(string accountId, string region, string bucket, string key, string? versionId, long bytesMax, CancellationToken token) =>
            ValueTask.FromResult(key == "key.zip" ? new PackageObject(zip) : new PackageObject(null, "NoSuchKey", "The specified key does not exist."));
    }
}
