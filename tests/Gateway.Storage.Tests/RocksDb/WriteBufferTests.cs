using System.Text;
using Gateway.Storage.Keys;
using Gateway.Storage.RocksDb;

namespace Gateway.Storage.Tests.RocksDb;

public sealed class WriteBufferTests
{
    private const int RecentBytes = 1 << 16;

    private readonly WriteBuffer buffer = new(RecentBytes);

    [Fact]
    public void The_newest_write_of_a_key_shows_while_it_fills_while_it_leaves_and_not_after()
    {
        Add(("a", "1"), ("b", "1"), ("a", "2"));
        Assert.Equal("2", Find("a"));
        Assert.Equal("1", Find("b"));

        buffer.Leave(out _);
        Add(("b", "3"));
        Assert.Equal("2", Find("a"));
        Assert.Equal("3", Find("b"));

        buffer.Left();
        Assert.Equal("asks", Find("a"));
        Assert.Equal("3", Find("b"));
        Assert.Equal("asks", Find("c"));
    }

    [Fact]
    public void A_removed_key_shows_as_removed()
    {
        Add(("a", "1"));
        buffer.Leave(out _);
        Add(("a", null));

        Assert.Equal("none", Find("a"));
        buffer.Left();
        Assert.Equal("none", Find("a"));
    }

    [Fact]
    public void An_item_shows_also_when_it_has_left()
    {
        Add((Item("a"), "1"), (Item("b"), "1"));
        PassOn();
        Add((Item("b"), "2"));
        PassOn();

        Assert.Equal("1", Find(Item("a")));
        Assert.Equal("2", Find(Item("b")));
        Assert.Equal("asks", Find(Item("c")));
    }

    [Fact]
    public void What_leaves_is_what_was_added_in_its_order()
    {
        Add(("a", "1"), ("b", "1"));
        Add(("a", null));

        List<string> records = [];
        foreach (WriteRecord record in buffer.Leave(out _).Records) records.Add($"{record.Kind} {Encoding.UTF8.GetString(record.Key)} {Encoding.UTF8.GetString(record.Value)}");

        Assert.Equal(["Put a 1", "Put b 1", "Delete a "], records);
        buffer.Left();
        Assert.Equal(0, buffer.Leave(out _).Count);
    }

    [Theory]
    [InlineData("\u0001", "\u0002", "1")] // beside the items
    [InlineData("\u0011", "\u0012", "1")]
    [InlineData("\u0010", "\u0010b", "asks")]
    [InlineData("\u0001", "\u0012", "asks")]
    [InlineData("\u0010x", "\u0010y", "asks")] // it may forget more than it must
    public void A_batch_that_removes_ranges_makes_it_forget_the_items_in_them(string start, string end, string found)
    {
        Add((Item("a"), "1"));
        PassOn();
        WriteBatch batch = new();
        batch.DeleteRange(new KeyRange(Encoding.UTF8.GetBytes(start), Encoding.UTF8.GetBytes(end)));

        buffer.Add(batch);

        Assert.Equal(found, Find(Item("a")));
    }

    [Fact]
    public void A_batch_that_removes_ranges_and_writes_an_item_shows_its_new_value()
    {
        Add((Item("a"), "1"), (Item("b"), "1"));
        PassOn();
        WriteBatch batch = new();
        batch.DeleteRange(new KeyRange("\u0001"u8.ToArray(), "\u0002"u8.ToArray()));
        batch.Put(Encoding.UTF8.GetBytes(Item("a")), "2"u8);

        buffer.Add(batch);

        Assert.Equal("2", Find(Item("a")));
        Assert.Equal("1", Find(Item("b")));
    }

    /// <summary>Many keys share few places, values wrap around the ring and some are too long for it: whatever is found is the newest, and what has not left is always found.</summary>
    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 2000)]
    [InlineData(3, 20000)]
    public void It_never_shows_an_old_value(int seed, int keys)
    {
        Random random = new(seed);
        Dictionary<string, string?> newest = [];
        HashSet<string> waiting = [];
        int found = 0;
        for (int step = 0; step < 60_000; step++)
        {
            string key = random.Next(3) == 0 ? $"k{random.Next(keys)}" : Item($"{random.Next(keys)}");
            switch (random.Next(20))
            {
                case < 9:
                    string? value = random.Next(10) == 0 ? null : $"{step}{new string('x', random.Next(random.Next(50) == 0 ? RecentBytes / 20 : 60))}";
                    Add((key, value));
                    newest[key] = value;
                    waiting.Add(key);
                    break;
                case 9 when random.Next(10) == 0:
                    PassOn();
                    waiting.Clear();
                    break;
                default:
                    string answer = Find(key);
                    if (answer == "asks") Assert.DoesNotContain(key, waiting);
                    else Assert.Equal(newest.GetValueOrDefault(key) ?? "none", answer);
                    if (answer != "asks") found++;
                    break;
            }
        }

        Assert.True(found > 100, $"{found} found");
    }

    private static string Item(string name) => (char)KeySpace.Item + name;

    private void PassOn()
    {
        buffer.Leave(out _);
        buffer.Left();
    }

    private void Add(params ReadOnlySpan<(string Key, string? Value)> writes)
    {
        WriteBatch batch = new();
        foreach ((string key, string? value) in writes)
        {
            if (value is null) batch.Delete(Encoding.UTF8.GetBytes(key));
            else batch.Put(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value));
        }

        buffer.Add(batch);
    }

    /// <summary>The value, <c>none</c> if it was removed, <c>asks</c> if the engine must be asked.</summary>
    private string Find(string key)
    {
        if (!buffer.TryGet(Encoding.UTF8.GetBytes(key), out byte[]? value)) return "asks";
        return value is null ? "none" : Encoding.UTF8.GetString(value);
    }
}
