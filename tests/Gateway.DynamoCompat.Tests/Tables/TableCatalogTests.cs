using Gateway.DynamoCompat.Tables;
using Gateway.Storage.Commit;
using Gateway.Testing;
using Gateway.Testing.Stores;

namespace Gateway.DynamoCompat.Tests.Tables;

public sealed class TableCatalogTests : IDisposable
{
    private static readonly Caller Alice = new("111111111111", "us-east-1");
    private static readonly Caller Bob = new("222222222222", "us-east-1");

    private readonly ManualTimeProvider time = new();
    private readonly MemoryStore store = new();
    private readonly CommitLoop commits;

    public TableCatalogTests() => commits = new CommitLoop(store, 0);

    public void Dispose()
    {
        commits.Dispose();
        store.Dispose();
    }

    [Fact]
    public async Task A_table_is_found_by_name_and_by_arn_by_its_owner_only()
    {
        TableCatalog catalog = TableCatalog.Open(store, commits, time);
        await Add(catalog, Alice, "music");

        Assert.True(catalog.TryGet(Alice, "music", out TableSchema? table));
        Assert.Equal("music", table.Name);
        Assert.True(catalog.TryGet(Alice, "arn:aws:dynamodb:us-east-1:111111111111:table/music", out TableSchema? byArn));
        Assert.Same(table, byArn);
        Assert.False(catalog.TryGet(Alice, "arn:aws:dynamodb:eu-west-1:111111111111:table/music", out _));
        Assert.False(catalog.TryGet(Bob, "music", out _));
        Assert.False(catalog.TryGet(Bob, "arn:aws:dynamodb:us-east-1:111111111111:table/music", out _));
        Assert.False(catalog.TryGet(Alice with { Region = "eu-west-1" }, "music", out _));
    }

    [Fact]
    public async Task What_a_change_returned_is_there_after_a_power_cut()
    {
        TableCatalog catalog = TableCatalog.Open(store, commits, time);
        await Add(catalog, Alice, "music");
        await catalog.ChangeAsync(Alice, "music", (table, _) => table! with { TimeToLiveAttribute = "expires" });
        await Add(catalog, Bob, "films");
        await catalog.ChangeAsync(Bob, "films", (_, _) => null);
        store.Crash();

        TableCatalog again = TableCatalog.Open(store, commits, time);
        Assert.True(again.TryGet(Alice, "music", out TableSchema? table));
        Assert.Equal("expires", table.TimeToLiveAttribute);
        Assert.Equal([new AttributeDefinition("id", "S")], table.Definition.Attributes);
        Assert.Equal([new KeyElement("id", "HASH")], table.Definition.Key);
        Assert.Null(again.Find(Bob, "films"));
        Assert.Equal(3u, (await Add(again, Bob, "films")).Number);
    }

    /// <summary>False, 0 and the first case of an enumeration are values like others: a member that must be there must not be left out for being one of them.</summary>
    [Fact]
    public async Task A_local_index_is_there_after_a_power_cut()
    {
        TableCatalog catalog = TableCatalog.Open(store, commits, time);
        await Add(catalog, Alice, "music");
        await catalog.ChangeAsync(Alice, "music", (table, _) => table! with { Indexes = [new IndexDefinition { Number = 1, Name = "byYear", IsGlobal = false, Key = [new KeyElement("id", "HASH")], Projection = "ALL" }] });
        store.Crash();

        Assert.True(TableCatalog.Open(store, commits, time).TryGet(Alice, "music", out TableSchema? table));
        Assert.False(table.FindIndex("byYear")!.IsGlobal);
    }

    [Fact]
    public async Task A_table_that_is_created_or_deleted_takes_no_data_requests()
    {
        TableCatalog catalog = TableCatalog.Open(store, commits, time);
        await Add(catalog, Alice, "music", TablePhase.Creating, time.GetUtcNow().AddSeconds(5));
        Assert.False(catalog.TryGet(Alice, "music", out _));
        Assert.Equal(TablePhase.Creating, catalog.Find(Alice, "music")!.PhaseAt(time.GetUtcNow()));

        time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(catalog.TryGet(Alice, "music", out _));

        await catalog.ChangeAsync(Alice, "music", (table, _) => table! with { Phase = TablePhase.Deleting, ReadyAt = time.GetUtcNow().AddSeconds(5) });
        Assert.False(catalog.TryGet(Alice, "music", out _));
        Assert.Equal(TablePhase.Deleting, catalog.Find(Alice, "music")!.PhaseAt(time.GetUtcNow()));
        Assert.Equal(["music"], catalog.TablesOf(Alice).Select(table => table.Name));

        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(catalog.Find(Alice, "music"));
        Assert.Empty(catalog.TablesOf(Alice));
    }

    [Fact]
    public async Task Every_schema_leads_to_the_newest_one()
    {
        TableCatalog catalog = TableCatalog.Open(store, commits, time);
        await Add(catalog, Alice, "music");
        Assert.True(catalog.TryGet(Alice, "music", out TableSchema? old));

        await catalog.ChangeAsync(Alice, "music", (table, _) => table! with { KeepsHistory = true });
        Assert.False(old.KeepsHistory);
        Assert.True(old.Newest!.KeepsHistory);

        await catalog.ChangeAsync(Alice, "music", (_, _) => null);
        Assert.Null(old.Newest);
    }

    [Fact]
    public async Task A_table_of_the_name_of_a_gone_one_hides_it()
    {
        TableCatalog catalog = TableCatalog.Open(store, commits, time);
        uint first = (await Add(catalog, Alice, "music")).Number;
        await catalog.ChangeAsync(Alice, "music", (table, _) => table! with { Phase = TablePhase.Deleting, ReadyAt = time.GetUtcNow() });
        uint second = (await Add(catalog, Alice, "music")).Number;
        Assert.Equal(second, catalog.Find(Alice, "music")!.Number);

        await catalog.ChangeAsync(first, (_, _) => null);
        Assert.Equal(second, catalog.Find(Alice, "music")!.Number);
        Assert.Equal(second, TableCatalog.Open(store, commits, time).Find(Alice, "music")!.Number);
    }

    private async Task<TableDefinition> Add(TableCatalog catalog, Caller caller, string name, TablePhase phase = TablePhase.Active, DateTimeOffset readyAt = default) =>
        (await catalog.ChangeAsync(caller, name, (before, batch) =>
        {
            Assert.Null(before);
            return new TableDefinition
            {
                Number = catalog.TakeNumber(batch),
                AccountId = caller.AccountId,
                Region = caller.Region,
                Name = name,
                TableId = "00000000-0000-0000-0000-000000000000",
                CreatedAt = time.GetUtcNow(),
                Attributes = [new AttributeDefinition("id", "S")],
                Key = [new KeyElement("id", "HASH")],
                Phase = phase,
                ReadyAt = readyAt,
            };
        }))!;
}
