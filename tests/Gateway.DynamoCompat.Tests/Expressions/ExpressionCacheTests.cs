using Gateway.DynamoCompat.Expressions;

namespace Gateway.DynamoCompat.Tests.Expressions;

public sealed class ExpressionCacheTests
{
    [Fact]
    public void The_same_text_is_parsed_once()
    {
        ExpressionCache cache = new();

        Assert.Same(cache.Update("SET a = b"), cache.Update("SET a = " + new string('b', 1)));
        Assert.Same(cache.Condition(ExpressionKind.Filter, "a = b"), cache.Condition(ExpressionKind.Filter, "a = b"));
        Assert.Same(cache.Projection("a"), cache.Projection("a"));
    }

    [Fact]
    public void It_stays_bounded_and_keeps_what_is_asked_for()
    {
        ExpressionCache cache = new(entriesMax: 10);
        ParsedUpdate kept = cache.Update("SET a = b");
        for (int i = 0; i < 1000; i++)
        {
            cache.Update($"SET a{i} = b");
            if (i % 3 == 0) Assert.Same(kept, cache.Update("SET a = b"));
        }

        Assert.InRange(cache.Count, 1, 10);
    }

    [Fact]
    public void A_text_that_is_refused_is_not_kept()
    {
        ExpressionCache cache = new();

        Assert.Throws<WireException>(() => cache.Update("SET"));
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public void A_hit_allocates_nothing()
    {
        ExpressionCache cache = new();
        string text = "SET a = a + :n";
        for (int i = 0; i < 100; i++) cache.Update(text);

        long before = GC.GetAllocatedBytesForCurrentThread();
        cache.Update(text);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public async Task Threads_share_it()
    {
        ExpressionCache cache = new(entriesMax: 20);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            for (int i = 0; i < 2000; i++) Assert.Single(cache.Update($"SET a{(i * worker) % 50} = b").Actions);
        })));

        Assert.InRange(cache.Count, 1, 40);
    }
}
