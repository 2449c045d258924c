using Gateway.Storage.RocksDb;

namespace Gateway.Storage.Tests.RocksDb;

public sealed class KeyOrderTests
{
    private readonly KeyOrder order = new();

    [Fact]
    public void Records_come_in_the_order_of_their_keys_and_those_of_one_key_in_their_own()
    {
        Random random = new(1);
        for (int round = 0; round < 200; round++)
        {
            WriteBatch batch = new();
            List<(string Key, string Text)> expected = [];
            for (int i = random.Next(60); i > 0; i--)
            {
                byte[] key = new byte[random.Next(1, 14)];
                random.NextBytes(key);
                for (int at = 0; at < key.Length; at++) key[at] &= 0x83; // few different ones, in both families
                if (random.Next(5) == 0) batch.Delete(key);
                else batch.Put(key, BitConverter.GetBytes(i));
            }

            foreach (WriteRecord record in batch.Records) expected.Add(Of(record));
            List<(string Key, string Text)> found = [];
            WriteBatch sorted = order.Sort(batch);
            foreach (WriteRecord record in sorted.Records) found.Add(Of(record));

            Assert.Equal(expected.OrderBy(record => record.Key, StringComparer.Ordinal), found);
            Assert.Equal(batch.Count, sorted.Count);
        }
    }

    [Fact]
    public void A_batch_that_removes_ranges_stays_as_it_is()
    {
        WriteBatch batch = new();
        batch.Put("b"u8, "1"u8);
        batch.DeleteRange(new KeyRange("a"u8.ToArray(), "c"u8.ToArray()));
        batch.Put("a"u8, "2"u8);

        Assert.Equal(batch.RecordBytes.ToArray(), order.Sort(batch).RecordBytes.ToArray());
    }

    private static (string Key, string Text) Of(WriteRecord record) => (Convert.ToHexString(record.Key), $"{record.Kind} {Convert.ToHexString(record.Value)}");
}
