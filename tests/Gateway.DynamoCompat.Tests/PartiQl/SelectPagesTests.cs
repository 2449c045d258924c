using System.Text.Json;

namespace Gateway.DynamoCompat.Tests.PartiQl;

/// <summary>Pages of a SELECT and the tokens between them.</summary>
public sealed class SelectPagesTests : IAsyncLifetime
{
    private readonly StatementPop pop = new();

    public async ValueTask InitializeAsync()
    {
        await pop.WithTable("Orders", "pk S", "sk N", StatementPop.Index(1, "by-kind", isGlobal: true, "ALL", "kind"), StatementPop.Index(2, "by-city", isGlobal: false, "ALL", "pk", "city"));
        foreach (string pk in new[] { "a", "b", "c" })
        {
            for (int sk = 1; sk <= 5; sk++) await pop.Run($"INSERT INTO Orders VALUE {{'pk': '{pk}', 'sk': {sk}, 'kind': 'k{sk % 2}', 'city': 'city{6 - sk}'}}");
        }
    }

    public ValueTask DisposeAsync()
    {
        pop.Dispose();
        return default;
    }

    [Theory]
    [InlineData("SELECT pk, sk FROM Orders WHERE pk = 'a'", "a1 a2 a3 a4 a5")]
    [InlineData("SELECT pk, sk FROM Orders WHERE pk = 'a' ORDER BY sk DESC", "a5 a4 a3 a2 a1")]
    [InlineData("SELECT pk, sk FROM Orders WHERE pk = 'a' AND sk > 2", "a3 a4 a5")]
    [InlineData("SELECT pk, sk FROM Orders WHERE pk IN ['a', 'c'] AND sk IN [1, 4, 5]", "a1 a4 a5 c1 c4 c5")]
    [InlineData("SELECT pk, sk FROM Orders WHERE pk IN ['a', 'c'] ORDER BY pk DESC, sk DESC", "c5 c4 c3 c2 c1 a5 a4 a3 a2 a1")]
    [InlineData("SELECT pk, sk FROM Orders WHERE pk = 'a' AND kind = 'k0'", "a2 a4")]
    [InlineData("SELECT pk, sk FROM Orders.\"by-city\" WHERE pk = 'a' AND city > 'city1' ORDER BY city", "a4 a3 a2 a1")]
    public async Task Every_page_length_gives_the_same_items(string statement, string items)
    {
        for (int limit = 1; limit <= 12; limit++) Assert.Equal(items, await Pages(statement, limit));
    }

    [Fact]
    public async Task Pages_of_a_whole_table_or_index_give_each_item_once()
    {
        foreach (string source in new[] { "Orders", "Orders.\"by-kind\"", "Orders.\"by-city\"" })
        {
            string[] found = (await Pages($"SELECT pk, sk FROM {source}", 4)).Split(' ');

            Assert.Equal(15, found.Length);
            Assert.Equal(15, found.Distinct().Count());
        }
    }

    [Fact]
    public async Task Limit_counts_what_is_looked_at()
    {
        string answer = await pop.Execute("""{"Statement":"SELECT sk FROM Orders WHERE pk = 'a' AND kind = 'k0'","Limit":1}""");

        using JsonDocument json = JsonDocument.Parse(answer);
        Assert.Equal(0, json.RootElement.GetProperty("Items").GetArrayLength());
        Assert.Equal("""{"pk":{"S":"a"},"sk":{"N":"1"}}""", json.RootElement.GetProperty("LastEvaluatedKey").GetRawText());
        Assert.True(json.RootElement.TryGetProperty("NextToken", out _));
    }

    [Fact]
    public async Task A_page_ends_after_a_megabyte_across_collections()
    {
        await pop.WithTable("Large", "pk S", "sk N");
        string filler = new('x', 3000);
        for (int pk = 0; pk < 2; pk++)
        {
            for (int sk = 0; sk < 250; sk++) await pop.Run($"INSERT INTO Large VALUE {{'pk': 'p{pk}', 'sk': {sk}, 'v': '{filler}'}}");
        }

        using JsonDocument first = JsonDocument.Parse(await pop.Execute("""{"Statement":"SELECT sk FROM Large WHERE pk IN ['p0','p1']","ReturnConsumedCapacity":"TOTAL"}"""));

        int count = first.RootElement.GetProperty("Items").GetArrayLength();
        Assert.InRange(count, 340, 350);
        Assert.InRange(first.RootElement.GetProperty("ConsumedCapacity").GetProperty("CapacityUnits").GetDouble(), 127, 130);
        Assert.Equal(500, (await Pages("SELECT pk, sk FROM Large WHERE pk IN ['p0','p1']", 10_000)).Split(' ').Length);
    }

    [Fact]
    public async Task A_whole_key_needs_no_next_page()
    {
        string answer = await pop.Execute("""{"Statement":"SELECT sk FROM Orders WHERE pk = 'a' AND sk = 1","Limit":1}""");

        Assert.Equal("""{"Items":[{"sk":{"N":"1"}}]}""", answer);
    }

    [Fact]
    public async Task A_token_goes_with_its_statement_and_parameters_only()
    {
        const string statement = "SELECT sk FROM Orders WHERE pk = ?";
        string token = await TokenOf(statement, """{"S":"a"}""");

        Assert.StartsWith("""{"Items":[{"sk":{"N":"3"}}""", await Next(statement, """{"S":"a"}""", token));
        Assert.Equal("ValidationException: NextToken does not match request", await Next(statement, """{"S":"b"}""", token));
        Assert.Equal("ValidationException: NextToken does not match request", await Next("SELECT  sk FROM Orders WHERE pk = ?", """{"S":"a"}""", token));
        Assert.Equal("ValidationException: NextToken does not match request", await Next("SELECT sk FROM Orders.\"by-kind\" WHERE kind = ?", """{"S":"a"}""", token));
    }

    [Fact]
    public async Task A_damaged_token_is_refused()
    {
        const string statement = "SELECT sk FROM Orders WHERE pk = ?";
        string token = await TokenOf(statement, """{"S":"a"}""");
        byte[] bytes = Convert.FromBase64String(token);
        for (int at = 0; at < bytes.Length; at++)
        {
            byte[] damaged = [.. bytes];
            damaged[at] ^= 0x41;
            Assert.Equal("ValidationException: Invalid NextToken", await Next(statement, """{"S":"a"}""", Convert.ToBase64String(damaged)));
        }

        foreach (string text in new[] { "x", "AQID", "????", token[..^4], token + token, "AAAA" + token })
        {
            Assert.Equal("ValidationException: Invalid NextToken", await Next(statement, """{"S":"a"}""", text));
        }
    }

    private async Task<string> TokenOf(string statement, string parameter)
    {
        using JsonDocument json = JsonDocument.Parse(await pop.Execute(StatementPop.Body(statement, parameter)[..^1] + ",\"Limit\":2}"));
        return json.RootElement.GetProperty("NextToken").GetString()!;
    }

    private Task<string> Next(string statement, string parameter, string token) =>
        pop.Execute(StatementPop.Body(statement, parameter)[..^1] + $",\"NextToken\":{JsonSerializer.Serialize(token)}}}");

    private async Task<string> Pages(string statement, int limit)
    {
        List<string> found = [];
        string rest = "";
        for (int pages = 0; pages < 100; pages++)
        {
            string answer = await pop.Execute(StatementPop.Body(statement)[..^1] + $",\"Limit\":{limit}{rest}}}");
            using JsonDocument json = JsonDocument.Parse(answer);
            JsonElement items = json.RootElement.GetProperty("Items");
            Assert.True(items.GetArrayLength() <= limit);
            found.AddRange(items.EnumerateArray().Select(item => item.GetProperty("pk").GetProperty("S").GetString() + item.GetProperty("sk").GetProperty("N").GetString()));
            if (!json.RootElement.TryGetProperty("NextToken", out JsonElement token)) return string.Join(' ', found);
            rest = $",\"NextToken\":{token.GetRawText()}";
        }

        throw new InvalidOperationException("The pages never end.");
    }
}
