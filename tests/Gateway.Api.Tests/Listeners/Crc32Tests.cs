using System.Text;
using Gateway.Api.Listeners;

namespace Gateway.Api.Tests.Listeners;

public sealed class Crc32Tests
{
    [Theory]
    [InlineData("", 0u)]
    [InlineData("a", 0xE8B7BE43u)]
    [InlineData("123456789", 0xCBF43926u)] // the check value of CRC-32/ISO-HDLC
    [InlineData("{}", 2745614147u)] // as DynamoDB sends it with an empty answer
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 0x1FC2E6D2u)]
    public void Known_checksums(string text, uint expected) => Assert.Equal(expected, Crc32.Of(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Every_length_gives_what_the_definition_gives()
    {
        byte[] bytes = new byte[200];
        new Random(1).NextBytes(bytes);

        for (int length = 0; length <= bytes.Length; length++) Assert.Equal(ByDefinition(bytes.AsSpan(0, length)), Crc32.Of(bytes.AsSpan(0, length)));
    }

    private static uint ByDefinition(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320u;
        }

        return ~crc;
    }
}
