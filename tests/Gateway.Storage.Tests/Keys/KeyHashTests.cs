using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Gateway.Storage.Keys;

namespace Gateway.Storage.Tests.Keys;

public sealed class KeyHashTests
{
    // Golden: these numbers are in stores.
    [Theory]
    [InlineData("", 4023394144U)]
    [InlineData("a", 2191698264U)]
    [InlineData("user#1", 3420019966U)]
    [InlineData("user#2", 1108664735U)]
    [InlineData("a longer partition key, as apps make them", 1575909426U)]
    public void The_hash_of_a_key_is_what_it_always_was(string key, uint hash) => Assert.Equal(hash, KeyHash.Of(Encoding.UTF8.GetBytes(key)));

    [Fact]
    public void One_bit_of_the_key_changes_about_half_of_the_bits_of_the_hash()
    {
        int[] changed = new int[32];
        const int Keys = 2_000;
        Span<byte> key = stackalloc byte[8];
        for (int i = 0; i < Keys; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(key, i);
            uint before = KeyHash.Of(key);
            key[i % 8] ^= (byte)(1 << (i / 8 % 8));
            uint difference = before ^ KeyHash.Of(key);
            for (int bit = 0; bit < 32; bit++) changed[bit] += (int)(difference >> bit) & 1;
        }

        Assert.All(changed, count => Assert.InRange(count, Keys * 4 / 10, Keys * 6 / 10));
    }

    [Fact]
    public void Numbered_keys_spread_evenly()
    {
        const int Keys = 64_000;
        int[] segments = new int[64];
        for (int i = 0; i < Keys; i++) segments[KeyHash.Of(Encoding.UTF8.GetBytes($"order-{i}")) >> (32 - BitOperations.Log2(64))]++;

        Assert.All(segments, count => Assert.InRange(count, 850, 1150));
    }
}
