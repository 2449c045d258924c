namespace Gateway.DynamoCompat.Tests.PartiQl;

public sealed class ExecuteTransactionTests : IAsyncLifetime
{
    private readonly StatementPop pop = new();

    public async ValueTask InitializeAsync()
    {
        await pop.WithTable("Music", "Artist S", "SongTitle S", StatementPop.Index(1, "idx", isGlobal: true, "ALL", "Genre"));
        await pop.WithTable("Counters", "id N");
        await pop.Run("INSERT INTO Music VALUE {'Artist':'A','SongTitle':'1','n':1}");
        await pop.Run("INSERT INTO Counters VALUE {'id':1,'n':5}");
    }

    public ValueTask DisposeAsync()
    {
        pop.Dispose();
        return default;
    }

    [Fact]
    public async Task Reads_see_one_moment()
    {
        string answer = await Transaction("SELECT n FROM Music WHERE Artist='A' AND SongTitle='1'", "SELECT * FROM Counters WHERE id=2", "SELECT * FROM Counters WHERE id IN [1]");

        Assert.Equal("""{"Responses":[{"Item":{"n":{"N":"1"}}},{},{"Item":{"id":{"N":"1"},"n":{"N":"5"}}}]}""", answer);
    }

    [Fact]
    public async Task Writes_are_done_together()
    {
        string answer = await Transaction(
            "INSERT INTO Counters VALUE {'id':2}",
            "UPDATE Counters SET n = n + 1 WHERE id=1 AND n = 5",
            "DELETE FROM Music WHERE Artist='A' AND SongTitle='1'",
            "DELETE FROM Counters WHERE id=99");

        Assert.Equal("""{"Responses":[{},{},{},{}]}""", answer);
        Assert.Equal("{n:6}", await pop.Run("SELECT n FROM Counters WHERE id=1"));
        Assert.Equal("{id:2}", await pop.Run("SELECT id FROM Counters WHERE id=2"));
        Assert.Equal("", await pop.Run("SELECT * FROM Music"));
    }

    [Fact]
    public async Task Nothing_is_done_when_one_cannot_be()
    {
        string answer = await Transaction("INSERT INTO Counters VALUE {'id':2}", "INSERT INTO Counters VALUE {'id':1}", "UPDATE Counters SET n=1 WHERE id=3");

        Assert.Equal(
            "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons [None, DuplicateItem, ConditionalCheckFailed] "
            + """[{"Code":"None"},{"Code":"DuplicateItem","Message":"Duplicate primary key exists in table"},{"Code":"ConditionalCheckFailed","Message":"The conditional request failed"}]""",
            answer);
        Assert.Equal("", await pop.Run("SELECT * FROM Counters WHERE id=2"));
    }

    [Theory]
    [InlineData("n = 5", true)]
    [InlineData("n > 5", false)]
    [InlineData("x IS MISSING", true)]
    [InlineData("n IS MISSING", false)]
    public async Task Exists_is_a_condition(string condition, bool holds)
    {
        string answer = await Transaction($"EXISTS(SELECT * FROM Counters WHERE id=1 AND {condition})", "INSERT INTO Counters VALUE {'id':2}");

        if (holds) Assert.Equal("""{"Responses":[{},{}]}""", answer);
        else Assert.StartsWith("TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons [ConditionalCheckFailed, None]", answer);
        Assert.Equal(holds ? "{id:2}" : "", await pop.Run("SELECT * FROM Counters WHERE id=2"));
    }

    [Fact]
    public async Task Exists_of_an_item_that_is_not_there_fails()
    {
        Assert.Contains("[ConditionalCheckFailed, None]", await Transaction("EXISTS(SELECT * FROM Counters WHERE id=7 AND n IS MISSING)", "INSERT INTO Counters VALUE {'id':2}"));
    }

    [Theory]
    [InlineData("Validation failed in TransactStatements[0]: EXISTS() must contain a single item read with additional condition", "EXISTS(SELECT * FROM Counters WHERE id=1)")]
    [InlineData("Validation failed in TransactStatements[0]: EXISTS() must contain a single item read with additional condition", "EXISTS(SELECT * FROM Counters WHERE id IN [1] AND n=5)")]
    [InlineData("Validation failed in TransactStatements[0]: EXISTS() must contain a single item read with additional condition", "EXISTS(SELECT * FROM Counters)")]
    [InlineData("Validation failed in TransactStatements[0]: Operations on indices are not supported in transactions", "EXISTS(SELECT * FROM Music.idx WHERE Genre='x' AND n=5)")]
    [InlineData("Validation failed in TransactStatements[0]: Reads on indices are not supported within transactions.", "SELECT * FROM Music.idx WHERE Genre='x'")]
    [InlineData("Validation failed in TransactStatements[1]: RETURNING clause is not supported in ExecuteTransaction.", "DELETE FROM Counters WHERE id=1", "DELETE FROM Counters WHERE id=2 RETURNING ALL OLD *")]
    [InlineData("Validation failed in TransactStatements[0]: Select statements within ExecuteTransaction must specify the primary key in the where clause.", "SELECT * FROM Music WHERE Artist='A'")]
    [InlineData("Validation failed in TransactStatements[0]: Select statements within ExecuteTransaction must specify the primary key in the where clause.", "SELECT * FROM Counters WHERE id=1 AND n=5")]
    [InlineData("Validation failed in TransactStatements[0]: Number of parameters in request and statement don't match.", "DELETE FROM Counters WHERE id=?")]
    [InlineData("ExecuteTransaction API does not support both read and write operations in the same request.", "SELECT * FROM Counters WHERE id=1", "DELETE FROM Counters WHERE id=2")]
    [InlineData("Transaction request cannot include multiple operations on one item", "DELETE FROM Counters WHERE id=1", "UPDATE Counters SET n=1 WHERE id=1.0")]
    [InlineData("Transaction request cannot include multiple operations on one item", "SELECT * FROM Counters WHERE id=1", "SELECT * FROM Counters WHERE id=1")]
    [InlineData("Statement wasn't well formed, can't be processed: Expected data manipulation", "DELETE FROM Counters WHERE id=1", "SLECT * FROM Counters")]
    public async Task A_transaction_is_refused(string message, params string[] statements) => Assert.Equal("ValidationException: " + message, await Transaction(statements));

    [Theory]
    [InlineData("ResourceNotFound", "Requested resource not found", "DELETE FROM Nowhere WHERE id=1")]
    [InlineData("ValidationError", "The provided key element does not match the schema", "UPDATE Music SET n=1 WHERE Artist='A'")]
    [InlineData("ValidationError", "The provided key element does not match the schema", "UPDATE Music SET n=1 WHERE Artist='A' AND SongTitle=5")]
    [InlineData("ValidationError", "The provided key element does not match the schema", "DELETE FROM Music WHERE Artist='A' AND SongTitle='1' AND Artist='B'")]
    [InlineData("ValidationError", "One or more parameter values were invalid: Missing the key SongTitle in the item", "INSERT INTO Music VALUE {'Artist':'A'}")]
    public async Task A_statement_that_does_not_fit_its_table_cancels_the_transaction(string code, string message, string statement)
    {
        string answer = await Transaction("INSERT INTO Counters VALUE {'id':2}", statement);

        Assert.Equal(
            $"TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons [None, {code}] "
            + $$"""[{"Code":"None"},{"Code":"{{code}}","Message":"{{message}}"}]""",
            answer);
    }

    [Fact]
    public async Task A_read_with_a_key_of_another_type_cancels_the_transaction()
    {
        Assert.EndsWith("""[{"Code":"ValidationError","Message":"The provided key element does not match the schema"}]""", await Transaction("SELECT * FROM Counters WHERE id='1'"));
    }

    [Fact]
    public async Task A_token_makes_a_repetition_harmless()
    {
        string Body(string statement) => StatementPop.Statements("TransactStatements", statement)[..^1] + ",\"ClientRequestToken\":\"once\"}";
        string once = Body("UPDATE Counters SET n = n + 1 WHERE id=1");

        Assert.Equal("""{"Responses":[{}]}""", await pop.Call("ExecuteTransaction", once));
        Assert.Equal("""{"Responses":[{}]}""", await pop.Call("ExecuteTransaction", once));
        Assert.Equal("{n:6}", await pop.Run("SELECT n FROM Counters WHERE id=1"));
        Assert.Equal(
            "IdempotentParameterMismatchException: Request parameters do not match those of the earlier request with the same client request token",
            await pop.Call("ExecuteTransaction", Body("UPDATE Counters SET n = n + 2 WHERE id=1")));

        pop.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("""{"Responses":[{}]}""", await pop.Call("ExecuteTransaction", once));
        Assert.Equal("{n:7}", await pop.Run("SELECT n FROM Counters WHERE id=1"));
    }

    [Fact]
    public async Task A_failed_condition_shows_the_item_when_asked()
    {
        string statement = StatementPop.Body("UPDATE Counters SET n = 2 WHERE id=1 AND n = 6")[..^1] + ",\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\"}";

        Assert.EndsWith(
            """[{"Code":"ConditionalCheckFailed","Item":{"id":{"N":"1"},"n":{"N":"5"}},"Message":"The conditional request failed"}]""",
            await pop.Call("ExecuteTransaction", $"{{\"TransactStatements\":[{statement}]}}"));
    }

    [Fact]
    public async Task At_most_a_hundred_statements()
    {
        string[] Many(int count) => [.. Enumerable.Range(10, count).Select(id => $"INSERT INTO Counters VALUE {{'id': {id}}}")];

        Assert.StartsWith("ValidationException: 1 validation error detected: Value ", await Transaction(Many(101)));
        Assert.StartsWith("""{"Responses":[{},{},""", await Transaction(Many(100)));
    }

    [Fact]
    public async Task Capacity_counts_double()
    {
        string reads = StatementPop.Statements("TransactStatements", "SELECT * FROM Counters WHERE id=1", "SELECT * FROM Counters WHERE id=2")[..^1];
        string writes = StatementPop.Statements("TransactStatements", "UPDATE Counters SET n=1 WHERE id=1", "DELETE FROM Counters WHERE id=2")[..^1];

        Assert.EndsWith(""","ConsumedCapacity":[{"TableName":"Counters","CapacityUnits":4.0,"ReadCapacityUnits":4.0}]}""", await pop.Call("ExecuteTransaction", reads + ",\"ReturnConsumedCapacity\":\"TOTAL\"}"));
        Assert.EndsWith(""","ConsumedCapacity":[{"TableName":"Counters","CapacityUnits":4.0,"WriteCapacityUnits":4.0}]}""", await pop.Call("ExecuteTransaction", writes + ",\"ReturnConsumedCapacity\":\"TOTAL\"}"));
    }

    private Task<string> Transaction(params string[] statements) => pop.Call("ExecuteTransaction", StatementPop.Statements("TransactStatements", statements));
}
