using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.PartiQl;

/// <summary>SELECT over tables and indexes.</summary>
public sealed class SelectTests(LetterTable table) : IClassFixture<LetterTable>
{
    [Theory]
    [InlineData("pk = 'p'", "a ab b c d")]
    [InlineData("pk = 'p' AND sk = 'b'", "b")]
    [InlineData("pk = 'p' AND sk > 'b'", "c d")]
    [InlineData("pk = 'p' AND sk >= 'b'", "b c d")]
    [InlineData("pk = 'p' AND sk < 'b'", "a ab")]
    [InlineData("pk = 'p' AND sk <= 'b'", "a ab b")]
    [InlineData("pk = 'p' AND sk BETWEEN 'ab' AND 'c'", "ab b c")]
    [InlineData("pk = 'p' AND begins_with(sk, 'a')", "a ab")]
    [InlineData("pk = 'p' AND n > 3", "a ab")]
    [InlineData("pk = 'p' AND n <> 3", "a ab c d")]
    [InlineData("pk = 'p' AND n IN [1, 2, 3]", "b c")]
    [InlineData("pk = 'p' AND (n = 5 OR n = 2)", "a c")]
    [InlineData("pk = 'p' AND NOT n = 5", "ab b c d")]
    [InlineData("pk = 'p' AND n IS MISSING", "d")]
    [InlineData("pk = 'p' AND n IS NOT MISSING", "a ab b c")]
    [InlineData("pk = 'p' AND o[0] = 2", "ab")]
    [InlineData("pk = 'p' AND contains(x, 'o')", "ab c d")]
    [InlineData("pk = 'p' AND begins_with(x, 'f')", "a ab")]
    [InlineData("pk = 'p' AND attribute_type(o, 'L')", "a ab b")]
    [InlineData("pk = 'p' AND size(x) = 3", "c")]
    [InlineData("pk = 'p' AND sk IN ['a', 'd']", "a d")]
    [InlineData("pk IN ['q', 'o']", "a z")]
    [InlineData("pk = 'p' ORDER BY sk DESC", "d c b ab a")]
    [InlineData("pk = 'p' ORDER BY sk ASC", "a ab b c d")]
    [InlineData("pk = 'p' AND sk > 'b' ORDER BY sk DESC", "d c")]
    [InlineData("pk = 'nobody'", "")]
    public async Task Where_picks_items(string where, string listed) => Assert.Equal(listed, where.StartsWith("pk IN", StringComparison.Ordinal) ? Sorted(await ListedAsync(where)) : await ListedAsync(where));

    [Theory]
    [InlineData("n = 1", "a")]
    [InlineData("sk = 'a'", "a a")]
    [InlineData("x IS MISSING", "b z")]
    [InlineData("g = 'g1' AND n < 3", "a c")]
    public async Task A_select_without_a_key_reads_the_table(string where, string listed) => Assert.Equal(listed, Sorted(await ListedAsync(where)));

    [Theory]
    [InlineData("*", "{g: 'g1', n: 2, pk: 'p', sk: 'c', x: 'two'}")]
    [InlineData("n", "{n: 2}")]
    [InlineData("n, sk", "{n: 2, sk: 'c'}")]
    [InlineData("zzz", "{}")]
    public async Task A_projection_shapes_each_item(string projection, string shown)
    {
        ExecuteStatementResponse response = await RunAsync($"SELECT {projection} FROM \"@T\" WHERE pk = 'p' AND sk = 'c'");

        Assert.Equal(shown, Items.Show(response.Items));
    }

    [Theory]
    [InlineData("SELECT o[0] FROM \"@T\" WHERE pk = 'p' AND sk = 'a'", "{'o[0]': 1}", Traits = new[] { "Certainty", "Guess" })]
    public async Task A_path_keeps_its_name(string statement, string shown) => Assert.Equal(shown, Items.Show((await RunAsync(statement)).Items));

    [Theory]
    [InlineData("SELECT * FROM \"@T\".\"by-g-n\" WHERE g = 'g1'", "n", "1 2 3 5")]
    [InlineData("SELECT n FROM \"@T\".\"by-g-n\" WHERE g = 'g1' AND n > 2", "n", "3 5")]
    [InlineData("SELECT * FROM \"@T\".\"by-n\" WHERE pk = 'p' AND n >= 3", "sk", "b ab a")]
    [InlineData("SELECT * FROM \"@T\".\"by-g-n\" WHERE g = 'g1' ORDER BY n DESC", "n", "5 3 2 1")]
    public async Task An_index_is_named_after_the_table(string statement, string attribute, string listed) => Assert.Equal(listed, Reads.Listed((await RunAsync(statement)).Items, attribute));

    [Fact]
    public async Task A_limit_makes_pages_with_a_token()
    {
        List<string> pages = [];
        string? token = null;
        do
        {
            ExecuteStatementResponse page = await table.Dynamo.ExecuteStatementAsync(new ExecuteStatementRequest { Statement = table.WithName("SELECT sk FROM \"@T\" WHERE pk = 'p'"), Limit = 2, NextToken = token });
            pages.Add(Reads.Listed(page.Items ?? [], "sk"));
            token = page.NextToken;
        }
        while (token is not null);

        Assert.Equal("a ab|b c|d", string.Join('|', pages).TrimEnd('|'));
    }

    [Fact]
    public async Task The_last_key_comes_with_the_token()
    {
        ExecuteStatementResponse page = await table.Dynamo.ExecuteStatementAsync(new ExecuteStatementRequest { Statement = table.WithName("SELECT sk FROM \"@T\" WHERE pk = 'p'"), Limit = 2 });

        Assert.Equal("{pk: 'p', sk: 'ab'}", Items.Show(page.LastEvaluatedKey));
    }

    [Fact]
    public async Task An_empty_answer_has_an_empty_list() =>
        Assert.Equal("""{"Items":[]}""", (await table.CallAsync("ExecuteStatement", """{"Statement":"SELECT * FROM \"@T\" WHERE pk = 'nobody'"}""")).SortedBody);

    [Theory]
    [InlineData("SELECT * FROM \"@T\".\"nothing\" WHERE g = 'x'", "The table does not have the specified index", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("SELECT * FROM \"@T\" WHERE n = 1 ORDER BY n", "Attribute n in ORDER BY clause must be part of the primary key", Traits = new[] { "Certainty", "Guess" })]
    public async Task Faulty_selects_are_refused(string statement, string refusal) => Assert.Equal($"ValidationException: {refusal}", await Refusal.OfAsync(() => RunAsync(statement)));

    [Fact]
    public async Task A_batch_runs_each_statement_and_reports_each_error()
    {
        BatchExecuteStatementResponse response = await table.Dynamo.BatchExecuteStatementAsync(new BatchExecuteStatementRequest
        {
            Statements =
            [
                new() { Statement = table.WithName("SELECT * FROM \"@T\" WHERE pk = 'p' AND sk = 'c'") },
                new() { Statement = table.WithName("SELECT * FROM \"@T\" WHERE pk = 'p' AND sk = 'nothing'") },
                new() { Statement = "SELECT * FROM \"no-such-table\" WHERE pk = 'p'" },
            ],
        });

        Assert.Equal("{g: 'g1', n: 2, pk: 'p', sk: 'c', x: 'two'} none none", string.Join(' ', response.Responses.Select(one => Items.Show(one.Item))));
        Assert.Equal(table.Name, response.Responses[0].TableName);
        Assert.Equal("ResourceNotFound", response.Responses[2].Error.Code.Value);
    }

    [Fact]
    public async Task A_transaction_reads_items_together()
    {
        ExecuteTransactionResponse response = await table.Dynamo.ExecuteTransactionAsync(new ExecuteTransactionRequest
        {
            TransactStatements =
            [
                new() { Statement = table.WithName("SELECT * FROM \"@T\" WHERE pk = 'p' AND sk = 'd'") },
                new() { Statement = table.WithName("SELECT * FROM \"@T\" WHERE pk = ? AND sk = ?"), Parameters = [new AttributeValue("o"), new AttributeValue("z")] },
            ],
        });

        Assert.Equal("{pk: 'p', sk: 'd', x: 'none'} {pk: 'o', sk: 'z'}", string.Join(' ', response.Responses.Select(one => Items.Show(one.Item))));
    }

    private async Task<string> ListedAsync(string where) => Reads.Listed((await RunAsync($"SELECT * FROM \"@T\" WHERE {where}")).Items ?? [], "sk");

    private static string Sorted(string listed) => string.Join(' ', listed.Split(' ').Order(StringComparer.Ordinal));

    private Task<ExecuteStatementResponse> RunAsync(string statement) => table.Dynamo.ExecuteStatementAsync(new ExecuteStatementRequest { Statement = table.WithName(statement) });
}
