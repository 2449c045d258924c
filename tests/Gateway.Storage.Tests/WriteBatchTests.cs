namespace Gateway.Storage.Tests;

public sealed class WriteBatchTests
{
    // Golden: the engine reads these bytes.
    [Fact]
    public void A_batch_has_the_engines_bytes()
    {
        WriteBatch batch = new();
        batch.Put([0x10, 0x01], "v"u8);
        batch.Delete([0x11]);
        batch.DeleteRange(new KeyRange(new byte[] { 0x10 }, new byte[] { 0x12 }));
        batch.Put([0x80], new byte[200]);
        batch.Delete([0x81]);
        batch.DeleteRange(new KeyRange(new byte[] { 0x80 }, new byte[] { 0x81 }));

        Assert.Equal(6, batch.Count);
        string expected = "0000000000000000" + "06000000"
            + "01" + "021001" + "0176"
            + "00" + "0111"
            + "0F" + "0110" + "0112"
            + "0501" + "0180" + "C801" + new string('0', 400)
            + "0401" + "0181"
            + "0E01" + "0180" + "0181";
        Assert.Equal(expected, Convert.ToHexString(batch.Representation));
        Assert.Equal(expected.Length / 2, batch.SizeBytes);
    }

    [Fact]
    public void A_batch_takes_over_what_another_one_holds()
    {
        WriteBatch other = new();
        other.Put("b"u8, new byte[5_000]);
        other.Require("c"u8, null);
        WriteBatch batch = new();
        batch.Delete("a"u8);
        batch.Append(other);
        batch.Append(new WriteBatch());

        List<string> records = [];
        foreach (WriteRecord record in batch.Records) records.Add($"{record.Kind} {Convert.ToHexString(record.Key)} {record.Value.Length}");

        Assert.Equal(["Delete 61 0", "Put 62 5000"], records);
        Assert.Equal(2, batch.Count);
        Assert.Single(batch.Requirements);
    }

    [Fact]
    public void A_batch_tells_its_records_in_order()
    {
        WriteBatch batch = new();
        batch.Put("a"u8, new byte[70_000]);
        batch.Delete([0x90]);
        batch.DeleteRange(new KeyRange("b"u8.ToArray(), new byte[] { 0x90 }));

        List<string> records = [];
        foreach (WriteRecord record in batch.Records) records.Add($"{record.Kind} {Convert.ToHexString(record.Key)} {record.Value.Length}");

        Assert.Equal(["Put 61 70000", "Delete 90 0", "DeleteRange 62 1", "DeleteRange 80 1"], records);
    }

    [Fact]
    public void A_range_that_holds_nothing_is_not_written_and_one_without_end_is_refused()
    {
        WriteBatch batch = new();
        batch.DeleteRange(new KeyRange("b"u8.ToArray(), "b"u8.ToArray()));
        batch.DeleteRange(new KeyRange("c"u8.ToArray(), "b"u8.ToArray()));

        Assert.Equal(0, batch.Count);
        Assert.Throws<ArgumentException>(() => batch.DeleteRange(new KeyRange("a"u8.ToArray(), default)));
    }

    [Fact]
    public void A_cleared_batch_is_empty_and_keeps_its_buffer()
    {
        WriteBatch batch = new();
        batch.Put("a"u8, new byte[100_000]);
        batch.Require("a"u8, null);
        int capacity = batch.CapacityBytes;

        batch.Clear();

        Assert.Equal("000000000000000000000000", Convert.ToHexString(batch.Representation));
        Assert.Empty(batch.Requirements);
        Assert.Equal(capacity, batch.CapacityBytes);
    }
}
