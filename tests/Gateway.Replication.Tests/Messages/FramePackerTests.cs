using Gateway.Replication.Links;
using Gateway.Replication.Messages;
using Google.Protobuf;

namespace Gateway.Replication.Tests.Messages;

public sealed class FramePackerTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(100_000)]
    public void What_is_packed_is_unpacked(int bytes)
    {
        Frame frame = new() { Batch = new Batch { Position = 7, Tables = { ByteString.CopyFrom(new byte[bytes]) } } };
        Assert.Equal(frame, FramePacker.Unpack(FramePacker.Pack(frame)));
    }

    [Fact]
    public void Repetitions_become_small() => Assert.InRange(FramePacker.Pack(new Frame { Batch = new Batch { Tables = { ByteString.CopyFrom(new byte[100_000]) } } }).Length, 10, 1000);

    [Fact]
    public void What_no_compression_makes_smaller_stays_as_it_is()
    {
        byte[] noise = new byte[10_000];
        new Random(1).NextBytes(noise);
        Frame frame = new() { Batch = new Batch { Tables = { ByteString.CopyFrom(noise) } } };
        Assert.InRange(FramePacker.Pack(frame).Length, frame.CalculateSize(), frame.CalculateSize() + 32);
    }

    [Fact]
    public void A_frame_that_expands_beyond_the_bound_is_refused()
    {
        Frame bomb = new() { Packed = new Packed { Content = ByteString.CopyFrom(1, 2, 3), Bytes = PeerFrames.BytesMax + 1 } };
        Assert.Throws<InvalidDataException>(() => FramePacker.Unpack(bomb.ToByteArray()));
    }

    [Fact]
    public void Other_bytes_are_refused()
    {
        Random random = new(5);
        for (int i = 0; i < 2000; i++)
        {
            byte[] bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);
            try
            {
                FramePacker.Unpack(bytes);
            }
            catch (InvalidDataException)
            {
                continue;
            }
        }

        Assert.Throws<InvalidDataException>(() => FramePacker.Unpack(new byte[] { 0xFF, 0xFF, 0xFF }));
    }
}
