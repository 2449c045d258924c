using Gateway.Replication.Bookmarks;

namespace Gateway.Replication.Tests.Bookmarks;

public sealed class BookmarkTests
{
    [Fact]
    public void What_was_written_is_read()
    {
        Assert.True(Bookmark.TryParse("pop-2=77, pop-1=1204", out Bookmark? bookmark));
        Assert.Equal("pop-1=1204,pop-2=77", bookmark.ToString());
    }

    [Fact]
    public void Nothing_is_a_bookmark_of_nothing()
    {
        Assert.True(Bookmark.TryParse("", out Bookmark? bookmark));
        Assert.Empty(bookmark.Positions);
    }

    [Fact]
    public void Of_two_positions_of_one_pop_the_later_counts()
    {
        Assert.True(Bookmark.TryParse("a=5,a=3", out Bookmark? bookmark));
        Assert.Equal(5, Assert.Single(bookmark.Positions).Value);
    }

    [Theory]
    [InlineData("pop-1")]
    [InlineData("=4")]
    [InlineData("pop-1=-4")]
    [InlineData("pop-1=9999999999999999999999")]
    [InlineData("pop-1=1;pop-2=2")]
    public void Other_text_is_none(string text) => Assert.False(Bookmark.TryParse(text, out _));

    [Fact]
    public void Very_long_text_is_none() => Assert.False(Bookmark.TryParse(new string('a', Bookmark.TextMax) + "=1", out _));
}
