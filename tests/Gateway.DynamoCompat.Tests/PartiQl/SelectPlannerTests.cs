using Gateway.DynamoCompat.PartiQl;
using Gateway.DynamoCompat.PartiQl.Syntax;
using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.Tests.PartiQl;

/// <summary>Which keys a SELECT reads, and in which order it answers.</summary>
public sealed class SelectPlannerTests : IAsyncLifetime
{
    private static readonly Caller Alice = new("111111111111", "us-east-1");

    private readonly StatementPop pop = new();

    public async ValueTask InitializeAsync()
    {
        await pop.WithTable(
            "Orders",
            "pk S",
            "sk N",
            StatementPop.Index(1, "by-kind", isGlobal: true, "KEYS_ONLY", "kind", "city"),
            StatementPop.Index(2, "by-city", isGlobal: false, "KEYS_ONLY", "pk", "city"),
            StatementPop.Index(3, "all-kinds", isGlobal: true, "ALL", "kind"));
        foreach (string pk in new[] { "a", "b", "c" })
        {
            for (int sk = 1; sk <= 5; sk++)
            {
                string kind = sk % 2 == 0 ? "even" : "odd";
                await pop.Run($"INSERT INTO Orders VALUE {{'pk': '{pk}', 'sk': {sk}, 'kind': '{kind}', 'city': 'city{6 - sk}', 'n': {sk * 10}}}");
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        pop.Dispose();
        return default;
    }

    [Theory]
    [InlineData("pk = 'a'", "a1 a2 a3 a4 a5")]
    [InlineData("'a' = pk", "a1 a2 a3 a4 a5")]
    [InlineData("pk = 'a' AND sk = 3", "a3")]
    [InlineData("pk = 'a' AND sk > 3", "a4 a5")]
    [InlineData("pk = 'a' AND 3 > sk", "a1 a2")]
    [InlineData("pk = 'a' AND sk >= 3 AND sk < 5", "a3 a4")]
    [InlineData("pk = 'a' AND sk BETWEEN 2 AND 3", "a2 a3")]
    [InlineData("pk = 'a' AND sk > 3 AND sk < 2", "")]
    [InlineData("pk = 'a' AND sk = 1 AND sk = 2", "")]
    [InlineData("pk = 'a' AND sk IN [5, 1]", "a1 a5")]
    [InlineData("pk IN ['c', 'a'] AND sk = 2", "a2 c2")]
    [InlineData("(pk = 'c' OR pk = 'b') AND sk <= 1", "b1 c1")]
    [InlineData("pk = 'c' AND sk = 1 OR pk = 'b' AND sk > 4", "b5 c1")]
    [InlineData("pk = 'a' AND (sk < 2 OR sk > 4)", "a1 a5")]
    [InlineData("(pk = 'a' AND sk = 1) AND n = 10", "a1")]
    [InlineData("pk = 'a' AND n > 30", "a4 a5")]
    [InlineData("pk = 'a' AND NOT sk = 3 AND sk <> 4", "a1 a2 a5")]
    [InlineData("pk = 'a' AND (n = 10 OR n = 50)", "a1 a5")]
    [InlineData("pk IN ['a'] AND sk IN [1]", "a1")]
    [InlineData("pk = 'zz'", "")]
    public async Task A_clause_on_the_key_reads_item_collections(string where, string items)
    {
        Assert.Equal(items, await Items($"SELECT pk, sk FROM Orders WHERE {where}"));
        Assert.True(Plan($"SELECT * FROM Orders WHERE {where}").IsKeyed);
    }

    [Theory]
    [InlineData("pk > 'b'", "c1 c2 c3 c4 c5")]
    [InlineData("pk <> 'a' AND sk = 1", "b1 c1")]
    [InlineData("sk = 2", "a2 b2 c2")]
    [InlineData("pk = 'a' OR n = 10", "a1 a2 a3 a4 a5 b1 c1")]
    [InlineData("NOT pk = 'a' AND n = 20", "b2 c2")]
    [InlineData("pk = 'a' AND pk = 'b'", "")]
    [InlineData("begins_with(pk, 'b') AND sk > 4", "b5")]
    public async Task Any_other_clause_reads_all(string where, string items)
    {
        string[] found = (await Items($"SELECT pk, sk FROM Orders WHERE {where}")).Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(items, string.Join(' ', found.Order(StringComparer.Ordinal)));
        Assert.False(Plan($"SELECT * FROM Orders WHERE {where}").IsKeyed);
    }

    [Theory]
    [InlineData("pk = 'a'", false)]
    [InlineData("pk = 'a' AND sk > 3 AND sk < 5", false)]
    [InlineData("pk IN ['a','b'] AND sk = 1", false)]
    [InlineData("pk = 'a' AND n = 1", true)]
    [InlineData("pk = 'a' AND sk <> 1", true)]
    [InlineData("pk = 'a' AND pk = 'a'", false)]
    public void What_the_range_says_is_not_filtered_again(string where, bool isFiltered) => Assert.Equal(isFiltered, Plan($"SELECT * FROM Orders WHERE {where}").Filter is not null);

    [Theory]
    [InlineData("pk = 'a' ORDER BY sk", "a1 a2 a3 a4 a5")]
    [InlineData("pk = 'a' ORDER BY sk DESC", "a5 a4 a3 a2 a1")]
    [InlineData("pk = 'a' AND n < 40 ORDER BY sk DESC", "a3 a2 a1")]
    [InlineData("pk IN ['b', 'a'] AND sk < 3 ORDER BY pk DESC, sk ASC", "b1 b2 a1 a2")]
    [InlineData("pk IN ['b', 'a'] AND sk < 3 ORDER BY pk, sk DESC", "a2 a1 b2 b1")]
    [InlineData("pk = 'a' AND sk IN [1, 5, 3] ORDER BY sk DESC", "a5 a3 a1")]
    [InlineData("pk IN ['b', 'a'] AND sk < 3 ORDER BY pk", "a2 a1 b2 b1")]
    public async Task Order_by_orders(string whereAndOrder, string items) => Assert.Equal(items, await Items($"SELECT pk, sk FROM Orders WHERE {whereAndOrder}"));

    [Theory]
    [InlineData("SELECT pk, sk FROM Orders.\"by-kind\" WHERE kind = 'even' AND city = 'city2'", "a4 b4 c4")]
    [InlineData("SELECT pk, sk FROM Orders.\"by-kind\" WHERE kind = 'even' AND begins_with(city, 'city') AND city > 'city2'", "a2 b2 c2")]
    [InlineData("SELECT pk, sk FROM Orders.\"by-city\" WHERE pk = 'a' ORDER BY city", "a5 a4 a3 a2 a1")]
    [InlineData("SELECT pk, sk FROM Orders.\"by-city\" WHERE pk = 'a' AND city >= 'city4'", "a2 a1")]
    public async Task An_index_is_read_by_its_own_key(string statement, string items) => Assert.Equal(items, await Items(statement));

    [Fact]
    public async Task An_index_shows_what_it_projects_and_a_local_one_fetches_what_is_named()
    {
        Assert.Equal("{city:'city2', kind:'even', pk:'a', sk:4}", await pop.Run("SELECT * FROM Orders.\"by-kind\" WHERE kind = 'even' AND city = 'city2' AND pk = 'a'"));
        Assert.Equal("{city:'city2', pk:'a', sk:4}", await pop.Run("SELECT * FROM Orders.\"by-city\" WHERE pk = 'a' AND city = 'city2'"));
        Assert.Equal("{n:40}", await pop.Run("SELECT n FROM Orders.\"by-city\" WHERE pk = 'a' AND city = 'city2'"));
        Assert.Equal("{city:'city2', kind:'even', n:40, pk:'a', sk:4}", await pop.Run("SELECT * FROM Orders.\"all-kinds\" WHERE kind = 'even' AND pk = 'a' AND sk = 4"));
        Assert.Equal("{city:'city2', pk:'a', sk:4}", await pop.Run("SELECT * FROM Orders.\"by-city\" WHERE city = 'city2' AND n = 40 AND begins_with(pk, 'a')"));
    }

    [Theory]
    [InlineData("SELECT n, pk, m FROM Orders.\"by-kind\" WHERE kind = 'even'", "One or more parameter values were invalid: Global secondary index by-kind does not project [n, m]")]
    [InlineData("SELECT * FROM Orders.\"by-kind\" WHERE kind = 'even' AND n = 1", "One or more parameter values were invalid: Secondary index by-kind does not project one or more filter attributes: [n]")]
    [InlineData("SELECT * FROM Orders.\"by-city\" WHERE pk = 'a' AND n = 1", "One or more parameter values were invalid: Secondary index by-city does not project one or more filter attributes: [n]")]
    [InlineData("SELECT * FROM Orders.\"by-kind\" WHERE kind = 5", "Key attribute's data type should match its data type in table's schema: Key kind")]
    [InlineData("SELECT * FROM Orders.\"by-kind\" WHERE kind = 'even' ORDER BY sk", "Attribute sk in ORDER BY clause must be part of the primary key")]
    [InlineData("SELECT * FROM Orders WHERE pk = 'a' AND (sk < 3 OR sk > 2)", "Overlapping conditions with range keys are not supported in where clause")]
    [InlineData("SELECT * FROM Orders WHERE pk IN ['a', 'a']", "Overlapping conditions with range keys are not supported in where clause")]
    [InlineData("SELECT * FROM Orders WHERE pk = 'a' OR (pk = 'a' AND sk = 1)", "Overlapping conditions with range keys are not supported in where clause")]
    [InlineData("SELECT * FROM Orders WHERE pk = 'a' AND sk > TRUE", "Incorrect operand type for operator or function; operator or function: >, operand type: BOOL")]
    [InlineData("SELECT * FROM Orders WHERE pk = ''", "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk")]
    [InlineData("SELECT * FROM Orders WHERE pk = 'a' AND sk IN ['x']", "Key attribute's data type should match its data type in table's schema: Key sk")]
    public async Task A_clause_that_cannot_be_read_is_refused(string statement, string message) => Assert.Equal("ValidationException: " + message, await pop.Run(statement));

    [Fact]
    public async Task At_most_fifty_collections_are_read()
    {
        string Keys(int count) => string.Join(", ", Enumerable.Range(0, count).Select(at => $"'{at}'"));

        Assert.Equal("", await pop.Run($"SELECT * FROM Orders WHERE pk IN [{Keys(50)}]"));
        Assert.Equal("ValidationException: Too many decomposed read operations for a given query.", await pop.Run($"SELECT * FROM Orders WHERE pk IN [{Keys(51)}]"));
        Assert.Equal("ValidationException: Too many decomposed read operations for a given query.", await pop.Run($"SELECT * FROM Orders WHERE pk IN [{Keys(30)}] AND sk IN [1, 2]"));
        Assert.Equal("", await pop.Run($"SELECT * FROM Orders WHERE n IN [{Keys(100)}]"));
        Assert.Equal("ValidationException: The IN operator is provided with too many operands; number of operands: 101", await pop.Run($"SELECT * FROM Orders WHERE n IN [{Keys(101)}]"));
    }

    [Fact]
    public async Task A_clause_that_multiplies_is_refused_before_it_grows()
    {
        string one = "(pk = 'a' OR pk = 'b')";
        string statement = "SELECT * FROM Orders WHERE " + string.Join(" AND ", Enumerable.Repeat(one, 40));

        Assert.Equal("ValidationException: Too many decomposed read operations for a given query.", await pop.Run(statement));
    }

    [Fact]
    public async Task A_consistent_read_of_a_global_index_is_refused()
    {
        string Body(string index) => $$"""{"Statement":"SELECT pk FROM Orders.\"{{index}}\" WHERE pk = 'none'","ConsistentRead":true}""";

        Assert.Equal("ValidationException: Strongly consistent read is not supported on Global Secondary Indexes", await pop.Execute(Body("by-kind")));
        Assert.Equal("""{"Items":[]}""", await pop.Execute(Body("by-city")));
    }

    private async Task<string> Items(string statement)
    {
        string answer = await pop.Run(statement);
        return string.Join(' ', answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Replace("{pk:'", "").Replace("', sk:", "").Replace("}", "")));
    }

    private SelectPlan Plan(string statement)
    {
        Assert.True(pop.Services.Tables.TryGet(Alice, "Orders", out TableSchema? table));
        var select = (BoundStatement.Select)StatementBinder.Bind(StatementParser.Parse(statement), []);
        return SelectPlanner.Plan(table, select, isConsistent: false);
    }
}
