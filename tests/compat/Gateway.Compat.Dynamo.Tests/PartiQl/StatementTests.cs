using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.PartiQl;

/// <summary>INSERT, UPDATE and DELETE. <c>@T</c> is the table, <c>@K</c> a key of the test's own. Source: doc ql-reference.</summary>
public sealed class StatementTests(PlainTable table) : IClassFixture<PlainTable>
{
    [Theory]
    [InlineData("INSERT INTO \"@T\" VALUE {'pk': '@K', 'a': 1}", "{a: 1}")]
    [InlineData("insert into \"@T\" value {'pk': '@K'}", "{}")]
    [InlineData("INSERT INTO \"@T\" VALUE {'pk': '@K', 's': 'it''s', 'n': -1.5e3, 't': true, 'f': FALSE, 'z': NULL, 'l': [1, 'x', []], 'm': {'x': {'y': 2}}}", "{s: 'it''s', n: -1500, t: true, f: false, z: null, l: [1, 'x', []], m: {x: {y: 2}}}")]
    [InlineData("INSERT INTO \"@T\" VALUE {'pk': '@K', 'ss': <<'b', 'a'>>, 'ns': <<2, 1.0>>}", "{ss: <'a', 'b'>, ns: <1, 2>}")]
    [InlineData("INSERT INTO \"@T\" VALUE {'pk': '@K', 'a b': 1, 'size': 2}", "{'a b': 1, size: 2}")]
    public async Task Insert_makes_an_item(string statement, string shown)
    {
        string key = table.NextKey();

        Assert.Equal("200", await RunAsync(statement, key));
        Assert.Equal(Items.Normal(shown), await table.ShownAsync(key));
    }

    [Fact]
    public async Task Insert_never_replaces()
    {
        string key = await table.PutNewAsync("{a: 1}");

        Assert.Equal("DuplicateItemException: Duplicate primary key exists in table", await RunAsync("INSERT INTO \"@T\" VALUE {'pk': '@K', 'a': 2}", key));
        Assert.Equal("{a: 1}", await table.ShownAsync(key));
    }

    [Theory]
    [InlineData("{a: 1}", "UPDATE \"@T\" SET a = 2 WHERE pk = '@K'", "{a: 2}")]
    [InlineData("{a: 1}", "UPDATE \"@T\" SET a = 2 SET b = 'x' WHERE pk = '@K'", "{a: 2, b: 'x'}")]
    [InlineData("{a: 1}", "UPDATE \"@T\" SET a = a + 5 WHERE pk = '@K'", "{a: 6}")]
    [InlineData("{a: 1}", "UPDATE \"@T\" SET a = a - 5 WHERE pk = '@K'", "{a: -4}")]
    [InlineData("{a: 1, b: 2}", "UPDATE \"@T\" REMOVE a WHERE pk = '@K'", "{b: 2}")]
    [InlineData("{a: 1, b: 2}", "UPDATE \"@T\" REMOVE a SET c = 3 WHERE pk = '@K'", "{b: 2, c: 3}")]
    [InlineData("{m: {x: 1}}", "UPDATE \"@T\" SET m.y = 2 WHERE pk = '@K'", "{m: {x: 1, y: 2}}")]
    [InlineData("{m: {x: 1}}", "UPDATE \"@T\" REMOVE m.x WHERE pk = '@K'", "{m: {}}")]
    [InlineData("{l: [1, 2]}", "UPDATE \"@T\" SET l[1] = 'x' WHERE pk = '@K'", "{l: [1, 'x']}")]
    [InlineData("{l: [1, 2]}", "UPDATE \"@T\" REMOVE l[0] WHERE pk = '@K'", "{l: [2]}")]
    [InlineData("{l: [1]}", "UPDATE \"@T\" SET l = list_append(l, [2, 3]) WHERE pk = '@K'", "{l: [1, 2, 3]}")]
    [InlineData("{s: <'a'>}", "UPDATE \"@T\" SET s = set_add(s, <<'b'>>) WHERE pk = '@K'", "{s: <'a', 'b'>}")]
    [InlineData("{s: <1, 2>}", "UPDATE \"@T\" SET s = set_delete(s, <<1>>) WHERE pk = '@K'", "{s: <2>}")]
    [InlineData("{a: 1}", "UPDATE \"@T\" SET \"size\" = 7 WHERE pk = '@K'", "{a: 1, size: 7}")]
    [InlineData("{a: 1}", "UPDATE \"@T\" SET a = 2 WHERE pk = '@K' AND a = 1", "{a: 2}")]
    public async Task Update_changes_the_item(string before, string statement, string after)
    {
        string key = await table.PutNewAsync(before);

        Assert.Equal("200", await RunAsync(statement, key));
        Assert.Equal(Items.Normal(after), await table.ShownAsync(key));
    }

    [Theory]
    [InlineData("none", "UPDATE \"@T\" SET a = 2 WHERE pk = '@K'")]
    [InlineData("{a: 1}", "UPDATE \"@T\" SET a = 2 WHERE pk = '@K' AND a = 5")]
    [InlineData("{a: 1}", "DELETE FROM \"@T\" WHERE pk = '@K' AND a = 5")]
    public async Task A_condition_that_fails_is_a_failed_condition(string before, string statement)
    {
        string key = await table.PutNewAsync(before);

        Assert.Equal("ConditionalCheckFailedException: The conditional request failed", await RunAsync(statement, key));
        Assert.Equal(before, await table.ShownAsync(key));
    }

    [Fact]
    public async Task Delete_deletes()
    {
        string key = await table.PutNewAsync("{a: 1}");

        Assert.Equal("200", await RunAsync("DELETE FROM \"@T\" WHERE pk = '@K'", key));
        Assert.Equal("none", await table.ShownAsync(key));
        Assert.Equal("200", await RunAsync("DELETE FROM \"@T\" WHERE pk = '@K'", key));
    }

    [Theory]
    [InlineData("UPDATE \"@T\" SET a = 9 WHERE pk = '@K' RETURNING ALL OLD *", "{a: 1, b: 2}")]
    [InlineData("UPDATE \"@T\" SET a = 9 WHERE pk = '@K' RETURNING MODIFIED OLD *", "{a: 1}")]
    [InlineData("UPDATE \"@T\" SET a = 9 WHERE pk = '@K' RETURNING ALL NEW *", "{a: 9, b: 2}")]
    [InlineData("UPDATE \"@T\" SET a = 9 WHERE pk = '@K' RETURNING MODIFIED NEW *", "{a: 9}")]
    [InlineData("DELETE FROM \"@T\" WHERE pk = '@K' RETURNING ALL OLD *", "{a: 1, b: 2}")]
    public async Task Returning_gives_the_item(string statement, string returned)
    {
        string key = await table.PutNewAsync("{a: 1, b: 2}");

        ExecuteStatementResponse response = await table.Dynamo.ExecuteStatementAsync(new ExecuteStatementRequest { Statement = Filled(statement, key) });

        Assert.Equal(returned, Steps.WithoutKey(Assert.Single(response.Items)));
    }

    [Fact]
    public async Task Parameters_stand_for_values_of_any_type()
    {
        string key = table.NextKey();

        await table.Dynamo.ExecuteStatementAsync(new ExecuteStatementRequest { Statement = Filled("INSERT INTO \"@T\" VALUE {'pk': ?, 'b': ?, 'm': ?}", key), Parameters = [new AttributeValue(key), Items.Value("b'AAE='"), Items.Value("[{x: <'y'>}, 2]")] });
        await table.Dynamo.ExecuteStatementAsync(new ExecuteStatementRequest { Statement = Filled("UPDATE \"@T\" SET c = ? WHERE pk = ?", key), Parameters = [Items.Value("5"), new AttributeValue(key)] });

        Assert.Equal("{b: b'AAE=', c: 5, m: [{x: <'y'>}, 2]}", await table.ShownAsync(key));
    }

    [Theory]
    [InlineData("INSERT INTO \"@T\" VALUE {'a': 1}", "ValidationException: One or more parameter values were invalid: Missing the key pk in the item", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("INSERT INTO \"@T\" VALUE {'pk': 5}", "ValidationException: One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("UPDATE \"@T\" SET a = 1", "ValidationException: Where clause does not contain a mandatory equality on all key attributes")]
    [InlineData("UPDATE \"@T\" SET a = 1 WHERE a = 1", "ValidationException: Where clause does not contain a mandatory equality on all key attributes")]
    [InlineData("DELETE FROM \"@T\"", "ValidationException: Where clause does not contain a mandatory equality on all key attributes", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("DELETE FROM \"@T\" WHERE pk > 'a'", "ValidationException: Where clause does not contain a mandatory equality on all key attributes")]
    [InlineData("UPDATE \"@T\" SET pk = 'x' WHERE pk = '@K'", "ValidationException: One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("SELECT * FROM \"no-such-table\"", "ResourceNotFoundException: Requested resource not found")]
    [InlineData("INSERT INTO \"no-such-table\" VALUE {'pk': 'a'}", "ResourceNotFoundException: Requested resource not found")]
    [InlineData("SELECT * FROM \"@T\" WHERE pk = ?", "ValidationException: Number of parameters in request and statement don't match.")]
    public async Task Faulty_statements_are_refused(string statement, string refusal) => Assert.Equal(refusal, await RunAsync(statement, table.NextKey()));

    [Theory]
    [InlineData("SELECT")]
    [InlineData("SELECT * FROM")]
    [InlineData("SELECT FROM \"@T\"")]
    [InlineData("SELECT * WHERE pk = 'a'")]
    [InlineData("DROP TABLE \"@T\"")]
    [InlineData("INSERT INTO \"@T\" {'pk': 'a'}")]
    [InlineData("UPDATE \"@T\" WHERE pk = 'a'")]
    [InlineData("SELECT * FROM \"@T\" WHERE pk = 'a")]
    [InlineData("SELECT * FROM \"@T\" WHERE pk == 'a'")]
    [InlineData("SELECT * FROM \"@T\" ; SELECT * FROM \"@T\"")]
    [InlineData("hello")]
    public async Task What_does_not_parse_is_refused(string statement) =>
        Assert.StartsWith("ValidationException: ", await RunAsync(statement, "x"), StringComparison.Ordinal);

    private Task<string> RunAsync(string statement, string key) => Refusal.OfAsync(() => table.Dynamo.ExecuteStatementAsync(new ExecuteStatementRequest { Statement = Filled(statement, key) }));

    private string Filled(string statement, string key) => table.WithName(statement).Replace("@K", key, StringComparison.Ordinal);
}
