using Gateway.LambdaCompat.Packages;
using Gateway.LambdaCompat.Tests.Harness;
using Gateway.Testing;

namespace Gateway.LambdaCompat.Tests.Packages;

public sealed class PackageUnpackerTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Files_folders_links_and_modes_come_out()
    {
        long bytes = Unpack(("bin/", "", 0x41ED), ("bin/run", "x", 0x81ED), ("data.txt", "text", 0x81A4), ("secret", "s", 0x8180), ("bin/link", "../data.txt", Zips.Link), ("nomode", "n", 0));

        Assert.Equal(7, bytes);
        Assert.Equal("text", File.ReadAllText(folder.At("code/bin/link")));
        if (OperatingSystem.IsWindows()) return;
        Assert.True(File.GetUnixFileMode(folder.At("code/bin/run")).HasFlag(UnixFileMode.UserExecute));
        Assert.True(File.GetUnixFileMode(folder.At("code/secret")).HasFlag(UnixFileMode.OtherRead));
        Assert.False(File.GetUnixFileMode(folder.At("code/nomode")).HasFlag(UnixFileMode.UserExecute));
    }

    [Theory]
    [InlineData("../x", "", 0)]
    [InlineData("a/../../x", "", 0)]
    [InlineData("/etc/x", "", 0)]
    [InlineData("a\\..\\x", "", 0)]
    [InlineData("link", "/etc/passwd", Zips.Link)]
    [InlineData("link", "../x", Zips.Link)]
    [InlineData("a/link", "../../x", Zips.Link)]
    [InlineData("a/link", "b/../../../x", Zips.Link)]
    [InlineData("pipe", "", 0x11A4)]
    [InlineData("device", "", 0x61A4)]
    public void What_leads_out_is_refused(string name, string text, int mode)
    {
        PackageException refusal = Assert.Throws<PackageException>(() => Unpack((name, text, mode)));

        Assert.Equal(PackageFault.Malformed, refusal.Fault);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path).Except([folder.At("code")]));
    }

    [Fact]
    public void Nothing_is_written_through_a_link()
    {
        Assert.Throws<PackageException>(() => Unpack(("d", "e", Zips.Link), ("d/file", "x", 0)));
        Assert.Throws<PackageException>(() => Unpack(("d2", "x", 0), ("d2", "e", Zips.Link)));
    }

    [Fact]
    public void A_link_may_not_go_up_after_it_went_down()
    {
        // With "p/q" a link to a folder elsewhere, its parent would not be "p".
        Assert.Throws<PackageException>(() => Unpack(("p/q", "../s/t", Zips.Link), ("s/t/u/file", "", 0), ("m", "p/q/../../../x", Zips.Link)));
    }

    [Fact]
    public void A_bomb_is_stopped()
    {
        using MemoryStream zip = new(Zips.Bomb(PackageUnpacker.UnzippedBytesMax + 1));

        PackageException refusal = Assert.Throws<PackageException>(() => PackageUnpacker.Unpack(zip, folder.At("code")));

        Assert.Equal(PackageFault.TooLarge, refusal.Fault);
    }

    [Fact]
    public void An_empty_zip_is_told_apart() => Assert.Equal(PackageFault.Empty, Assert.Throws<PackageException>(() => Unpack()).Fault);

    private long Unpack(params (string, string, int)[] files)
    {
        if (Directory.Exists(folder.At("code"))) Directory.Delete(folder.At("code"), recursive: true);
        using MemoryStream zip = new(Zips.Of(files));
        return PackageUnpacker.Unpack(zip, folder.At("code"));
    }
}
