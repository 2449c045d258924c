using Gateway.Wire.Input;

namespace Gateway.Wire.Tests.Input;

public sealed class TraceHeaderTests
{
    [Theory]
    [InlineData("Root=1-2-3;Parent=4;Sampled=1;Lineage=1:ab:2|1:cd:3")]
    [InlineData("root=1-2-3; parent=4; sampled=1; lineage=1:ab:2%7C1:cd:3; Self=x")] // as botocore writes bars
    public void Parts_are_found_whoever_writes_them(string text) => Assert.Equal(new TraceHeader("1-2-3", "4", "1", "1:ab:2|1:cd:3"), TraceHeader.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Lineage=a%0D%0AInjected: x")]
    [InlineData("Lineage=\u00e4")]
    public void What_cannot_be_a_header_again_is_not_read(string? text) => Assert.Equal(default, TraceHeader.Parse(text));

    [Fact]
    public void Nor_what_is_too_long()
    {
        Assert.Equal(2040, TraceHeader.Parse("Lineage=" + new string('a', 2040)).Lineage!.Length);
        Assert.Equal(default, TraceHeader.Parse("Lineage=" + new string('a', 2041)));
    }
}
