using Gateway.Replication.Messages;
using Google.Protobuf;

namespace Gateway.Replication.Tests.Messages;

/// <summary>The frames of following, byte by byte: PoPs of other versions read them.</summary>
public sealed class FollowFrameTests
{
    private static readonly ByteString Table = FrameTables.Encode(new UInt128(0x0001020304050607, 0x08090A0B0C0D0E0F));

    [Fact]
    public void A_question()
    {
        Frame frame = new() { Follow = new Follow { Id = 7, Table = Table, Partition = ByteString.CopyFromUtf8("ann"), LeaseMilliseconds = 600_000 } };
        frame.Follow.Known.Add(new KnownItem { Key = ByteString.CopyFromUtf8("ann1"), Context = { new Seen { Replica = 5, Time = 9 } } });
        Is("aa013908071210000102030405060708090a0b0c0d0e0f1a03616e6e20c0cf242a1a1204616e6e311a12090500000000000000110900000000000000", frame);
    }

    [Fact]
    public void A_page_of_an_answer()
    {
        Unit unit = new() { Changes = { new Change { Document = new DocumentBytes { Key = ByteString.CopyFromUtf8("ann1"), Content = ByteString.CopyFrom(1, 2) } } } };
        Is("b2012608071210000102030405060708090a0b0c0d0e0f1a0e0a0c220a0a04616e6e31120201022001", new Frame { Followed = new Followed { Id = 7, Tables = { Table }, Units = { unit }, More = true } });
    }

    [Fact]
    public void The_end_of_an_answer_of_who_keeps_everything() =>
        Is("b20118080732120905000000000000001109000000000000003801", new Frame { Followed = new Followed { Id = 7, Stable = { new Seen { Replica = 5, Time = 9 } }, Whole = true } });

    [Fact]
    public void A_visitor_leaves()
    {
        Frame frame = new() { Leave = new Leave { Id = 9, Table = Table, Partition = ByteString.CopyFromUtf8("ann"), Items = { new KnownItem { Key = ByteString.CopyFromUtf8("ann1"), Context = { new Seen { Replica = 5, Time = 9 } } } } } };
        Is("ca013508091210000102030405060708090a0b0c0d0e0f1a03616e6e221a1204616e6e311a12090500000000000000110900000000000000", frame);
        Is("d2010408091001", new Frame { Left = new Left { Id = 9, Kept = true } });
    }

    [Fact]
    public void A_refusal() => Is("b2010408082801", new Frame { Followed = new Followed { Id = 8, Refused = true } });

    private static void Is(string golden, Frame frame)
    {
        Assert.Equal(golden, Convert.ToHexStringLower(frame.ToByteArray()));
        Assert.Equal(frame, Frame.Parser.ParseFrom(Convert.FromHexString(golden)));
    }
}
