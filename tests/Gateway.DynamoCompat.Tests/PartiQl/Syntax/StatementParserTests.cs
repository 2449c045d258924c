using Gateway.DynamoCompat.PartiQl.Syntax;

namespace Gateway.DynamoCompat.Tests.PartiQl.Syntax;

/// <summary>What the grammar takes, shown by printing the tree; and what it refuses, in the words of DynamoDB's parser.</summary>
public sealed class StatementParserTests
{
    [Theory]
    [InlineData("select * from Music", "SELECT * FROM Music")]
    [InlineData("SELECT * FROM \"Music\";", "SELECT * FROM Music")]
    [InlineData("SELECT OrderID, Total FROM \"Orders\" WHERE OrderID = 1", "SELECT OrderID, Total FROM Orders WHERE OrderID = 1")]
    [InlineData("SELECT * FROM \"Music\".\"by-year\" WHERE \"year\"=?", "SELECT * FROM Music.\"by-year\" WHERE year = ?")]
    [InlineData("SELECT Devices.FireStick.DateWatched[0] FROM TV", "SELECT Devices.FireStick.DateWatched[0] FROM TV")]
    [InlineData("SELECT a.\"b.c\"[1].d FROM t", "SELECT a.\"b.c\"[1].d FROM t")]
    [InlineData("SELECT * FROM t WHERE a = 1 AND b <> 2 OR NOT c >= 3", "SELECT * FROM t WHERE (a = 1 AND b <> 2) OR NOT c >= 3")]
    [InlineData("SELECT * FROM t WHERE a != 'x'", "SELECT * FROM t WHERE a <> 'x'")]
    [InlineData("SELECT * FROM t WHERE (a = 1 AND b = 2) AND c = 3", "SELECT * FROM t WHERE a = 1 AND b = 2 AND c = 3")]
    [InlineData("SELECT * FROM t WHERE a BETWEEN 1 AND 5 AND b = 2", "SELECT * FROM t WHERE (a BETWEEN 1 AND 5) AND (b = 2)")]
    [InlineData("SELECT * FROM t WHERE a NOT BETWEEN 1 AND 5", "SELECT * FROM t WHERE NOT (a BETWEEN 1 AND 5)")]
    [InlineData("SELECT * FROM t WHERE a IN [1, 2] AND b NOT IN (3)", "SELECT * FROM t WHERE (a IN [1, 2]) AND (NOT (b IN [3]))")]
    [InlineData("SELECT * FROM t WHERE a IS MISSING AND b IS NOT NULL", "SELECT * FROM t WHERE (a IS MISSING) AND (NOT (b IS NULL))")]
    [InlineData("SELECT * FROM t WHERE begins_with(\"a\", 'x') AND size(b) > 3", "SELECT * FROM t WHERE begins_with(a, 'x') AND (size(b) > 3)")]
    [InlineData("SELECT * FROM t WHERE a = 'x' ORDER BY b DESC, c ASC, d", "SELECT * FROM t WHERE a = 'x' ORDER BY b DESC, c, d")]
    [InlineData("SELECT * FROM t -- all\n WHERE /* one */ a = 'it''s'", "SELECT * FROM t WHERE a = 'it''s'")]
    [InlineData("SELECT * FROM t WHERE a = -1.5e3 AND b = - -2 AND c = +.5", "SELECT * FROM t WHERE (a = -1.5e3) AND (b = 2) AND (c = .5)")]
    [InlineData("INSERT INTO \"Music\" VALUE {'Artist' : 'Acme Band','n' : 1, 's': <<'a','b'>>, 'l': [1, TRUE, NULL, {}], 'm': {'k': ?}}",
        "INSERT INTO Music VALUE {'Artist': 'Acme Band', 'n': 1, 's': <<'a', 'b'>>, 'l': [1, TRUE, NULL, {}], 'm': {'k': ?}}")]
    [InlineData("UPDATE \"Music\" SET AwardsWon=1 SET AwardDetail={'Grammys':[2020, 2018]} WHERE Artist='Acme Band' AND SongTitle='PartiQL Rocks'",
        "UPDATE Music SET AwardsWon = 1 SET AwardDetail = {'Grammys': [2020, 2018]} WHERE (Artist = 'Acme Band') AND (SongTitle = 'PartiQL Rocks')")]
    [InlineData("UPDATE t SET a = 1, b = b + 2 - c REMOVE d.e[0], f WHERE k = ? RETURNING MODIFIED NEW *",
        "UPDATE t SET a = 1 SET b = (b + 2) - c REMOVE d.e[0] REMOVE f WHERE k = ? RETURNING MODIFIED NEW *")]
    [InlineData("UPDATE t SET a = list_append(a, [1]) WHERE k = 1 returning all old *", "UPDATE t SET a = list_append(a, [1]) WHERE k = 1 RETURNING ALL OLD *")]
    [InlineData("DELETE FROM \"Music\" WHERE \"Artist\" = 'x' RETURNING ALL OLD *", "DELETE FROM Music WHERE Artist = 'x' RETURNING ALL OLD *")]
    [InlineData("EXISTS(SELECT * FROM \"Music\" WHERE Artist='Acme Band' AND Awards IS MISSING)", "EXISTS(SELECT * FROM Music WHERE (Artist = 'Acme Band') AND (Awards IS MISSING))")]
    [InlineData("SELECT * FROM t WHERE a = '日本' AND \"é😀\" = 1", "SELECT * FROM t WHERE (a = '日本') AND (\"é😀\" = 1)")]
    public void A_statement_reads_as(string statement, string printed) => Assert.Equal(Normal(printed), StatementPrinter.Print(StatementParser.Parse(statement)));

    [Theory]
    [InlineData("", "Unexpected term")]
    [InlineData("SELEC * FROM t", "Expected data manipulation")]
    [InlineData("SLECT * FROM \"t\" WHERE pk = 'x'", "Expected data manipulation")]
    [InlineData("UPDATE Payment-dev SET active=? WHERE id=?", "Expected data manipulation")]
    [InlineData("UPDATE t WHERE a = 1", "Expected data manipulation")]
    [InlineData("INSERT INTO urls (key, secret_key) VALUES (?, ?)", "Unexpected keyword")]
    [InlineData("INSERT INTO urls (a, b) VALUES (?, ?)", "Unexpected token after expression")]
    [InlineData("INSERT t VALUE {}", "Unexpected keyword")]
    [InlineData("INSERT INTO t", "Unexpected term")]
    [InlineData("INSERT INTO 't' VALUE {}", "Expected identifier for simple path")]
    [InlineData("INSERT INTO t VALUE {'a' 1}", "Expected COLON")]
    [InlineData("INSERT INTO t VALUE {'a': 1", "Expected RIGHT_CURLY")]
    [InlineData("INSERT INTO t VALUE {'a': 1,}", "Unexpected term")]
    [InlineData("INSERT INTO t VALUE {'a': [1}", "Expected RIGHT_BRACKET")]
    [InlineData("INSERT INTO t VALUE {'a': <<1}", "Expected RIGHT_DOUBLE_ANGLE_BRACKET")]
    [InlineData("SELECT * FROM (SELECT * FROM t", "Expected RIGHT_PAREN")]
    [InlineData("SELECT * FROM", "Unexpected term")]
    [InlineData("SELECT FROM t", "Expected data manipulation")]
    [InlineData("SELECT *", "Expected FROM after SELECT list")]
    [InlineData("SELECT a b c FROM t", "Expected FROM after SELECT list")]
    [InlineData("SELECT *, a FROM t", "Other expressions may not be present in the select list when '*' is used without dot notation.")]
    [InlineData("SELECT * FROM t WHERE", "Unexpected term")]
    [InlineData("SELECT * FROM t WHERE a =", "Missing right-hand side expression of infix operator")]
    [InlineData("SELECT * FROM t WHERE a BETWEEN 1", "Expected AND keyword")]
    [InlineData("SELECT * FROM t WHERE a BETWEEN 1 AND", "Expected expression after AND")]
    [InlineData("SELECT * FROM t WHERE a IS 5", "Expected type name")]
    [InlineData("SELECT * FROM t WHERE a = 1 garbage", "Unexpected token after expression")]
    [InlineData("SELECT * FROM t; SELECT * FROM t", "Unexpected token after semicolon. (Only one query is allowed.)")]
    [InlineData("SELECT * FROM t WHERE user = 'x'", "Unexpected keyword")]
    [InlineData("SELECT * FROM t WHERE pad = 'x'", "Unexpected keyword")]
    [InlineData("SELECT a.value FROM t", "Invalid path dot component")]
    [InlineData("SELECT * FROM t WHERE date = '2020'", "Expected date string followed by the keyword DATE, found SYMBOL")]
    [InlineData("SELECT * FROM t WHERE time > 5", "Expected time string followed by the keyword TIME OR TIME WITH TIME ZONE, found SYMBOL")]
    [InlineData("SELECT * FROM t ORDER a", "Expected BY")]
    [InlineData("SELECT * FROM t WHERE a = 1 AND = 2", "Unexpected operator")]
    [InlineData("SELECT * FROM t WHERE ()", "Unexpected term")]
    [InlineData("SELECT * FROM t WHERE a[0 = 1", "Expected RIGHT_BRACKET")]
    [InlineData("SELECT * FROM t WHERE size(a = 1", "Expected RIGHT_PAREN")]
    [InlineData("DELETE t WHERE a = 1", "Expected FROM after DELETE")]
    [InlineData("UPDATE t SET a WHERE b = 1", "Expected '='")]
    [InlineData("UPDATE t SET a = 1 WHERE b = 1 RETURNING ALL *", "Expected ( MODIFIED | ALL ) ( NEW | OLD ) in each returning element.")]
    [InlineData("UPDATE t SET a = 1 WHERE b = 1 garbage", "Unexpected token after expression")]
    [InlineData("NOT A STATEMENT", "Unexpected token after expression")]
    [InlineData("BEGIN TRANSACTION", "Unexpected keyword")]
    [InlineData("CREATE TABLE t", "Unexpected keyword")]
    public void A_statement_that_is_not_well_formed_is_refused(string statement, string detail) => AssertRefused(statement, detail);

    [Theory]
    [InlineData("SELECT * FROM t WHERE a = 'x")]
    [InlineData("SELECT * FROM \"t WHERE a = 'x'")]
    [InlineData("SELECT * FROM t WHERE a = 'x''")]
    [InlineData("SELECT * FROM t /* never ends")]
    [InlineData("SELECT * FROM t WHERE é = 1")]
    [InlineData("SELECT * FROM t WHERE a = 1e")]
    [InlineData("SELECT * FROM t WHERE a ! 1")]
    [InlineData("SELECT * FROM t WHERE a | 1")]
    [InlineData("SELECT * FROM t WHERE a = :p")]
    [InlineData("'")]
    [InlineData("\"")]
    [InlineData("`")]
    [InlineData("\\")]
    [InlineData("#")]
    [InlineData("😀")]
    [InlineData("/*")]
    public void What_cannot_be_cut_into_tokens_is_refused_without_a_detail(string statement)
    {
        if (statement.Contains(":p")) AssertRefused(statement, "Unexpected term");
        else AssertRefused(statement, "");
    }

    [Fact]
    public void Parameters_are_counted_in_the_order_of_the_statement()
    {
        var update = (Statement.Update)StatementParser.Parse("UPDATE t SET a = ?, b = '?', \"?\" = ? /* ? */ WHERE k = ?");

        Assert.Equal(3, update.ParameterCount);
        Assert.Equal([0, 1], update.Clauses.Select(clause => clause.Value).OfType<SyntaxNode.Parameter>().Select(parameter => parameter.Position));
    }

    [Theory]
    [InlineData("SELECT abc FROM t", "1:8:3")]
    [InlineData("SELECT\n  \"a c\" FROM t", "2:3:5")]
    [InlineData("SELECT\r\n'é😀' FROM t", "2:1:4")]
    [InlineData("SELECT /* 😀 */ 123 FROM t", "1:16:3")]
    [InlineData("SELECT \"a\"\"b\" FROM t", "1:8:6")]
    [InlineData("SELECT ? FROM t", "1:8:1")]
    public void A_token_is_placed_by_line_column_and_length(string statement, string at) =>
        Assert.Equal(at, ((Statement.Select)StatementParser.Parse(statement)).Items[0].Value.At.ToString());

    [Fact]
    public void More_than_three_hundred_operators_are_refused()
    {
        string Chain(int comparisons) => "SELECT * FROM t WHERE " + string.Join(" OR ", Enumerable.Repeat("a=1", comparisons));

        Assert.IsType<Statement.Select>(StatementParser.Parse(Chain(150)));
        WireException refused = Assert.Throws<WireException>(() => StatementParser.Parse(Chain(151)));
        Assert.Equal("The expression contains too many operators; operator count: 301", refused.Error.Message);
    }

    internal static void AssertRefused(string statement, string detail)
    {
        WireException refused = Assert.Throws<WireException>(() => StatementParser.Parse(statement));
        Assert.Equal("ValidationException", refused.Error.Code);
        Assert.Equal($"Statement wasn't well formed, can't be processed: {detail}", refused.Error.Message);
    }

    // The expectations above are written with only the parentheses that a reader needs.
    private static string Normal(string printed) => StatementPrinter.Print(StatementParser.Parse(printed));
}
