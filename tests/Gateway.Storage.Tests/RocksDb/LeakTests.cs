using Gateway.Storage.Tests.Children;
using Gateway.Testing;

namespace Gateway.Storage.Tests.RocksDb;

public sealed class LeakTests : IDisposable
{
    /// <summary>Error texts that are not freed cost 10,000 bytes in a round, the options of iterators 250,000; a sound store some 100, up or down.</summary>
    private const long BytesMax = 5_000;

    // In memory, where a sync costs nothing: hundreds of openings have thousands of them.
    private readonly TestFolder folder = new(Directory.Exists("/dev/shm") ? "/dev/shm" : null);

    public void Dispose() => folder.Dispose();

    /// <summary>As the C library counts native memory, in a process that does nothing else and compiles everything once. The runtime's own memory comes and goes in leaps of some 10,000, which move the mean of the rounds or their middle one; what leaks moves both.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public async Task Nothing_leaks()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && NativeHeap.IsKnown, "asks glibc for its heap");
        using Child child = new("leak", folder.At("store"), ("DOTNET_TieredCompilation", "0"), ("DOTNET_gcConcurrent", "0"));
        List<long> growths = [];
        for (string? line = await child.ReadAsync(TestContext.Current.CancellationToken); line is not null; line = await child.ReadAsync(TestContext.Current.CancellationToken)) growths.Add(long.Parse(line));

        Assert.Equal(ChildPrograms.LeakRounds, growths.Count);
        long middle = growths.Order().ElementAt(growths.Count / 2);
        Assert.True(Math.Min(middle, growths.Sum() / growths.Count) <= BytesMax, $"bytes in each round: {string.Join(", ", growths)}");
    }
}
