using Gateway.Cluster.Tests.Pops;

namespace Gateway.Cluster.Tests.Conflicts;

/// <summary>A session that moves between PoPs and takes its bookmark along sees what it has written, or is told to try again.</summary>
public sealed class BookmarkTests(TwoPops pops) : IClassFixture<TwoPops>
{
    private const string Name = "x-edge-bookmark";

    [Fact]
    public async Task A_session_that_moves_is_refused_until_what_it_has_seen_is_there()
    {
        Meeting meeting = await pops.ApartAsync("""{ "theme": "light" }""");
        await meeting.West.UpdateAsync("SET theme = :t", """{ ":t": "dark" }""");
        Reply seen = await meeting.West.TryReadAsync($"{Name}: \r\n");
        string bookmark = seen.Header(Name)!;
        Assert.Equal("dark", ThemeIn(seen));

        Reply early = await meeting.East.TryReadAsync($"{Name}: {bookmark}\r\nx-edge-wait-ms: 200\r\n");
        Assert.Equal((ReplyKind.Unknown, "InternalServerError"), (early.Kind, early.Error));
        Assert.Equal("light", ThemeIn(await meeting.East.TryReadAsync("")));

        Task<Reply> waiting = meeting.East.TryReadAsync($"{Name}: {bookmark}\r\nx-edge-wait-ms: 30000\r\n");
        await meeting.Cluster.HealAsync();
        Reply late = await waiting;
        Assert.Equal("dark", ThemeIn(late));
        Assert.NotNull(late.Header(Name));
    }

    [Fact]
    public async Task What_is_no_bookmark_is_refused_and_who_sends_none_gets_none()
    {
        Meeting meeting = await pops.ApartAsync("""{ "theme": "light" }""");

        Reply refused = await meeting.West.TryReadAsync($"{Name}: nonsense\r\n");
        Reply plain = await meeting.West.TryReadAsync("");
        await meeting.Cluster.HealAsync();

        Assert.Equal((ReplyKind.Refused, "ValidationException"), (refused.Kind, refused.Error));
        Assert.Null(plain.Header(Name));
    }

    private static string ThemeIn(Reply reply)
    {
        Assert.True(reply.Kind == ReplyKind.Done, reply.Body.ToJsonString());
        return ItemAt.Shown(reply.Body)["theme"]!["S"]!.GetValue<string>();
    }
}
