using System.Security.Cryptography;
using Gateway.Replication.Links;
using Gateway.Replication.Membership;
using static Gateway.Api.Tests.Cluster.PopsUnderTest;

namespace Gateway.Api.Tests.Cluster;

/// <summary>Certificates that last seconds, renewed over real connections, while links go on.</summary>
public sealed class RenewalTests : IDisposable
{
    private static readonly CertificateTerms Short = new() { Lasts = TimeSpan.FromSeconds(24), RenewBefore = TimeSpan.FromSeconds(21) };
    private static readonly TimeSpan StandStill = TimeSpan.FromSeconds(4);
    private const int Patience = 120;
    private readonly StringWriter log = new();
    private readonly TextWriter lines;
    private readonly PopsUnderTest pops;

    public RenewalTests()
    {
        lines = TextWriter.Synchronized(log);
        pops = new PopsUnderTest(options => options with { IsSupervised = true, Certificates = Short }, lines);
    }

    public void Dispose()
    {
        pops.Dispose();
        lines.Dispose();
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Certificates_are_renewed_before_they_end_and_the_link_goes_on_without_a_break()
    {
        await using Pop one = await pops.StartAsync("one");
        await using Pop two = await pops.StartAsync("two", await pops.TokenAsync());
        string[] first = [CertificateOf("one"), CertificateOf("two")];
        DateTimeOffset firstEnds = TimeProvider.System.GetUtcNow() + Short.Lasts;
        await UntilAsync(async () => await pops.LinkAsync("one", "pop-2") is { State: LinkState.Open } && await pops.LinkAsync("two", "pop-1") is { State: LinkState.Open }, Patience);
        int connections = Connections();

        bool areOpen = true;
        long looked = TimeProvider.System.GetTimestamp();
        await UntilAsync(async () =>
        {
            areOpen &= (await pops.LinkAsync("one", "pop-2")).State == LinkState.Open && (await pops.LinkAsync("two", "pop-1")).State == LinkState.Open;
            Assert.SkipWhen(TimeProvider.System.GetElapsedTime(looked) > StandStill, "the machine stood still for seconds: links break then, and certificates that last so long end");
            looked = TimeProvider.System.GetTimestamp();
            return TimeProvider.System.GetUtcNow() > firstEnds;
        }, Patience);

        Assert.True(areOpen);
        Assert.Equal(connections, Connections());
        Assert.All(new[] { CertificateOf("one"), CertificateOf("two") }, renewed => Assert.DoesNotContain(renewed, first));
        await pops.CutAsync("one", "pop-2");
        await pops.CutAsync("two", "pop-1");
        await UntilAsync(async () => (await pops.LinkAsync("one", "pop-2")).State != LinkState.Open && (await pops.LinkAsync("two", "pop-1")).State != LinkState.Open, Patience);
        await pops.CutAsync("one");
        await pops.CutAsync("two");
        await UntilAsync(async () => await pops.LinkAsync("one", "pop-2") is { State: LinkState.Open } && await pops.LinkAsync("two", "pop-1") is { State: LinkState.Open }, Patience); // the first would be refused now
    }

    private int Connections()
    {
        lock (lines) return log.ToString().Split("connected").Length - 1;
    }

    private string CertificateOf(string name) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(pops.At(name, "cluster", "pop.pem"))));
}
