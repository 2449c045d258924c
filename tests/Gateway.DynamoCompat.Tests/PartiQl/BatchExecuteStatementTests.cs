namespace Gateway.DynamoCompat.Tests.PartiQl;

public sealed class BatchExecuteStatementTests : IAsyncLifetime
{
    private readonly StatementPop pop = new();

    public async ValueTask InitializeAsync()
    {
        await pop.WithTable("Music", "Artist S", "SongTitle S", StatementPop.Index(1, "idx", isGlobal: true, "ALL", "Genre"));
        await pop.WithTable("Counters", "id N");
        await pop.Run("INSERT INTO Music VALUE {'Artist':'A','SongTitle':'1','n':1}");
        await pop.Run("INSERT INTO Counters VALUE {'id':1}");
    }

    public ValueTask DisposeAsync()
    {
        pop.Dispose();
        return default;
    }

    [Fact]
    public async Task Reads_answer_in_the_order_of_the_statements()
    {
        string answer = await Batch(
            "SELECT n FROM Music WHERE Artist='A' AND SongTitle='1'",
            "SELECT * FROM Counters WHERE id=2",
            "SELECT * FROM Counters WHERE id IN [1]");

        Assert.Equal("""{"Responses":[{"TableName":"Music","Item":{"n":{"N":"1"}}},{"TableName":"Counters"},{"TableName":"Counters","Item":{"id":{"N":"1"}}}]}""", answer);
    }

    [Fact]
    public async Task Each_write_succeeds_or_fails_by_itself()
    {
        string answer = await Batch(
            "INSERT INTO Music VALUE {'Artist':'A','SongTitle':'1'}",
            "SLECT * FROM Music",
            "UPDATE Music SET n = 2 WHERE Artist='A' AND SongTitle='2'",
            "INSERT INTO Nowhere VALUE {'id':1}",
            "UPDATE Music SET n = 2 WHERE Artist='A'",
            "INSERT INTO Counters VALUE {'id':2}",
            "DELETE FROM Counters WHERE id=1 RETURNING ALL OLD *");

        Assert.Equal(
            """{"Responses":[{"Error":{"Code":"DuplicateItem","Message":"Duplicate primary key exists in table"},"TableName":"Music"},"""
            + """{"Error":{"Code":"ValidationError","Message":"Statement wasn't well formed, can't be processed: Expected data manipulation"}},"""
            + """{"Error":{"Code":"ConditionalCheckFailed","Message":"The conditional request failed"},"TableName":"Music"},"""
            + """{"Error":{"Code":"ResourceNotFound","Message":"Requested resource not found"},"TableName":"Nowhere"},"""
            + """{"Error":{"Code":"ValidationError","Message":"Where clause does not contain a mandatory equality on all key attributes"},"TableName":"Music"},"""
            + """{"TableName":"Counters"},{"TableName":"Counters","Item":{"id":{"N":"1"}}}]}""",
            answer);
        Assert.Equal("{id:2}", await pop.Run("SELECT * FROM Counters"));
    }

    [Fact]
    public async Task A_failed_condition_shows_the_item_when_asked()
    {
        string statement = StatementPop.Body("UPDATE Counters SET n = 2 WHERE id=1 AND n = 5")[..^1] + ",\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\"}";

        Assert.Equal(
            """{"Responses":[{"Error":{"Code":"ConditionalCheckFailed","Item":{"id":{"N":"1"}},"Message":"The conditional request failed"},"TableName":"Counters"}]}""",
            await pop.Call("BatchExecuteStatement", $"{{\"Statements\":[{statement}]}}"));
    }

    [Theory]
    [InlineData("SELECT * FROM Music WHERE Artist='A'")]
    [InlineData("SELECT * FROM Music WHERE Artist='A' AND SongTitle='1' AND n=1")]
    [InlineData("SELECT * FROM Music WHERE Artist='A' AND SongTitle IN ['1','2']")]
    [InlineData("SELECT * FROM Music.idx WHERE Genre='A'")]
    [InlineData("SELECT * FROM Music")]
    public async Task A_read_names_one_item_and_nothing_else(string statement)
    {
        Assert.Equal(
            """{"Responses":[{"Error":{"Code":"ValidationError","Message":"Select statements within BatchExecuteStatement must specify the primary key in the where clause."},"TableName":"Music"}]}""",
            await Batch(statement));
    }

    [Theory]
    [InlineData("Read and write requests together in the same batch is not supported.", "SELECT * FROM Counters WHERE id=1", "DELETE FROM Counters WHERE id=2")]
    [InlineData("Provided list of item keys contains duplicates", "SELECT * FROM Counters WHERE id=1", "SELECT * FROM Counters WHERE id=1.0")]
    [InlineData("Provided list of item keys contains duplicates", "INSERT INTO Counters VALUE {'id': 5}", "DELETE FROM Counters WHERE id=5")]
    public async Task A_batch_is_refused_whole(string message, params string[] statements)
    {
        Assert.Equal("ValidationException: " + message, await Batch(statements));
        Assert.Equal("{id:1}", await pop.Run("SELECT * FROM Counters"));
    }

    [Fact]
    public async Task Exists_is_for_transactions()
    {
        Assert.Contains("EXISTS can only be used in ExecuteTransaction write requests.", await Batch("EXISTS(SELECT * FROM Counters WHERE id=1 AND n=1)"));
    }

    [Fact]
    public async Task At_most_twenty_five_statements()
    {
        string[] Many(int count) => [.. Enumerable.Range(10, count).Select(id => $"INSERT INTO Counters VALUE {{'id': {id}}}")];

        Assert.StartsWith("ValidationException: 1 validation error detected: Value ", await Batch(Many(26)));
        Assert.DoesNotContain("Error", await Batch(Many(25)));
        Assert.Equal(26, (await pop.Run("SELECT id FROM Counters")).Split('\n').Length);
    }

    [Fact]
    public async Task Capacity_is_told_by_table()
    {
        string body = StatementPop.Statements("Statements", "SELECT * FROM Counters WHERE id=1", "SELECT * FROM Music WHERE Artist='A' AND SongTitle='1'", "SELECT * FROM Counters WHERE id=2")[..^1];

        string answer = await pop.Call("BatchExecuteStatement", body + ",\"ReturnConsumedCapacity\":\"TOTAL\"}");

        Assert.EndsWith(""","ConsumedCapacity":[{"TableName":"Counters","CapacityUnits":1.0},{"TableName":"Music","CapacityUnits":0.5}]}""", answer);
    }

    private Task<string> Batch(params string[] statements) => pop.Call("BatchExecuteStatement", StatementPop.Statements("Statements", statements));
}
