using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Tests.Cluster;

/// <summary>Records that every PoP has to know.</summary>
public sealed class SystemTableTests
{
    [Fact]
    public async Task Records_are_written_found_and_removed_and_survive_a_restart()
    {
        await using PopUnderTest pop = new();
        Assert.True(pop.System.IsEmpty);
        await pop.System.PutAsync("pop", "b", Record(("x", "1")));
        await pop.System.PutAsync("pop", "a", Record(("x", "2")));
        await pop.System.PutAsync("function", "a", Record(("x", "3")));
        await pop.RestartAsync(isPowerCut: true);
        Assert.Equal(["a", "b"], pop.System.All("pop").Select(record => record.Id));
        Assert.Equal(Record(("x", "3")), pop.System.Find("function", "a"));
        await pop.System.RemoveAsync("pop", "a");
        Assert.Null(pop.System.Find("pop", "a"));
        Assert.Empty((await pop.RunAsync("ListTables", "{}"))["TableNames"]!.AsArray());
    }

    [Fact]
    public async Task Parts_of_files_are_told_of_by_name_and_read_from_the_store()
    {
        PopUnderTest[] pops = await PopUnderTest.SeveralAsync(2);
        await using PopUnderTest east = pops[0], west = pops[1];
        List<string> heard = [];
        using IDisposable subscription = west.System.Subscribe("blob", (id, before, now) => heard.Add($"{id} {before.IsNone} {now.IsNone}"));
        await east.System.PutAsync("blob", "h/1", Record(("x", "1")));
        await east.System.PutAsync("blob", "h/0", Record(("x", "0")));
        await east.System.PutAsync("a", "a", Record(("x", "2")));
        await east.System.PutAsync("z", "a", Record(("x", "3")));
        await PopUnderTest.MeetAsync(pops);
        await west.RestartAsync();

        Assert.Equal(["h/0", "h/1"], west.System.Blobs());
        Assert.Equal(Record(("x", "1")), west.System.Find("blob", "h/1"));
        Assert.Equal((Record(("x", "2")), Record(("x", "3"))), (west.System.Find("a", "a"), west.System.Find("z", "a")));
        Assert.Empty(west.System.All("blob"));
        await east.System.RemoveAsync("blob", "h/1");
        await PopUnderTest.MeetAsync(pops);
        Assert.Equal(["h/0"], west.System.Blobs());
        Assert.Null(west.System.Find("blob", "h/1"));
        Assert.Equal(["h/0 True True", "h/1 True True"], heard.Order(StringComparer.Ordinal)); // before the restart
    }

    [Fact]
    public async Task Edits_of_different_members_at_once_all_stay_also_of_a_record_that_two_make_at_once()
    {
        PopUnderTest[] pops = await PopUnderTest.SeveralAsync(2);
        await using PopUnderTest east = pops[0], west = pops[1];
        await east.System.PutAsync("pop", "a", Record(("x", "1")));
        await west.System.PutAsync("pop", "a", Record(("y", "2")));
        await PopUnderTest.MeetAsync(pops);
        Assert.Equal(Record(("x", "1"), ("y", "2")), east.System.Find("pop", "a"));
        await east.System.PutAsync("pop", "a", Record(("x", "1"), ("y", "2"), ("z", "3")));
        await west.System.PutAsync("pop", "a", Record(("x", "5"), ("y", "2")));
        await PopUnderTest.MeetAsync(pops);
        Assert.Equal(Record(("x", "5"), ("y", "2"), ("z", "3")), east.System.Find("pop", "a"));
        Assert.Equal(east.System.Find("pop", "a"), west.System.Find("pop", "a"));
    }

    [Fact]
    public async Task Subscribers_hear_of_each_change_once_from_what_they_were_told_last()
    {
        PopUnderTest[] pops = await PopUnderTest.SeveralAsync(2);
        await using PopUnderTest east = pops[0], west = pops[1];
        List<string> heard = [];
        using (west.System.Subscribe("pop", (id, before, now) => heard.Add($"{id} {Text(before)} {Text(now)}")))
        {
            await east.System.PutAsync("pop", "a", Record(("x", "1")));
            await PopUnderTest.MeetAsync(pops);
            await west.System.PutAsync("pop", "a", Record(("x", "2")));
            await west.System.PutAsync("pop", "a", Record(("x", "2")));
            await west.System.PutAsync("function", "a", Record(("x", "9")));
            await PopUnderTest.MeetAsync(pops);
            await east.System.RemoveAsync("pop", "a");
            await PopUnderTest.MeetAsync(pops);
        }

        await west.System.PutAsync("pop", "b", Record(("x", "1")));
        Assert.Equal(["a - 1", "a 1 2", "a 2 -"], heard);

        static string Text(Value record) => record.IsNone ? "-" : record["x"].AsString();
    }

    private static Value Record(params (string Name, string Text)[] members) => Value.Map(members.Select(member => KeyValuePair.Create(member.Name, Value.String(member.Text))));
}
