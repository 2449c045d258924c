using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Items;

namespace Gateway.DynamoCompat.Tests.Execution;

public sealed class ItemCacheTests
{
    private readonly ItemCache cache = new();
    private readonly ItemAddress item = Address(1);

    [Fact]
    public void What_was_read_is_found_until_a_write_takes_it_away()
    {
        byte[] stored = [1, 2];
        cache.Offer(item, stored, cache.VersionOf(item));
        Assert.Same(stored, cache.Find(item));

        cache.Forget(item);

        Assert.Null(cache.Find(item));
    }

    /// <summary>The reader asked the store before the write was visible, and comes with it afterwards.</summary>
    [Fact]
    public void What_was_read_before_a_write_is_not_kept_after_it()
    {
        int version = cache.VersionOf(item);
        cache.Forget(item);
        cache.Pass(item);

        cache.Offer(item, [1], version);

        Assert.Null(cache.Find(item));
    }

    [Fact]
    public void Only_the_item_itself_is_found()
    {
        cache.Offer(item, [1], cache.VersionOf(item));

        Assert.All(Enumerable.Range(2, 10_000), number => Assert.Null(cache.Find(Address(number))));
    }

    [Fact]
    public void Large_items_are_left_to_the_store()
    {
        cache.Offer(item, new byte[4096], cache.VersionOf(item));
        cache.Offer(Address(2), new byte[4097], cache.VersionOf(Address(2)));

        Assert.NotNull(cache.Find(item));
        Assert.Null(cache.Find(Address(2)));
    }

    [Fact]
    public void It_holds_eight_items_for_each_lock_and_the_newest_always()
    {
        const int Count = 200_000;
        for (int number = 0; number < Count; number++) cache.Offer(Address(number), [1], cache.VersionOf(Address(number)));

        int found = Enumerable.Range(0, Count).Count(number => cache.Find(Address(number)) is not null);

        Assert.Equal(8 * ItemLocks.Stripes, found);
        Assert.NotNull(cache.Find(Address(Count - 1)));
    }

    private static ItemAddress Address(int number) => new(BitConverter.GetBytes(number));
}
