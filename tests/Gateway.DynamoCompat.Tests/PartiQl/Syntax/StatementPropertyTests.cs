using FsCheck;
using FsCheck.Fluent;
using Gateway.DynamoCompat.PartiQl.Syntax;
using Gateway.Testing;

namespace Gateway.DynamoCompat.Tests.PartiQl.Syntax;

/// <summary>Statements that nobody would write, and such as somebody writes to break a parser.</summary>
public sealed class StatementPropertyTests
{
    [Fact]
    public void What_is_printed_parses_into_what_was_printed() => Check(3000, statements =>
    {
        string printed = StatementPrinter.Print(statements.Next());
        Assert.Equal(printed, StatementPrinter.Print(StatementParser.Parse(printed)));
        return true;
    });

    [Fact]
    public void Broken_statements_are_parsed_or_refused() => Check(5000, statements =>
    {
        try
        {
            return StatementParser.Parse(statements.Broken()) is not null;
        }
        catch (WireException refused)
        {
            return refused.Error.Code == "ValidationException";
        }
    });

    [Theory]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData("<<")]
    [InlineData("{'a':")]
    [InlineData("NOT ")]
    [InlineData("- ")]
    [InlineData("+")]
    [InlineData("a(")]
    [InlineData("a[")]
    [InlineData("a.b[c")]
    [InlineData("EXISTS(SELECT * FROM t WHERE ")]
    [InlineData("SELECT ")]
    [InlineData("FROM ")]
    [InlineData("a = ")]
    [InlineData("a AND ")]
    [InlineData("a BETWEEN ")]
    [InlineData("a IN (")]
    [InlineData("'")]
    [InlineData("\"")]
    [InlineData("?")]
    [InlineData(",")]
    [InlineData("é")]
    [InlineData("😀")]
    public void Deep_and_long_statements_are_refused(string piece)
    {
        string piled = string.Concat(Enumerable.Repeat(piece, 8191 / piece.Length));
        foreach (string beginning in new[] { "", "SELECT * FROM t WHERE ", "INSERT INTO t VALUE ", "UPDATE t SET a = " })
        {
            string statement = beginning + piled;
            Assert.Throws<WireException>(() => StatementParser.Parse(statement));
        }
    }

    [Fact]
    public void A_chain_of_operands_needs_no_depth()
    {
        string statement = "UPDATE t SET a = " + string.Join('+', Enumerable.Repeat("1", 301)) + " WHERE k = 'x'";

        WireException refused = Assert.Throws<WireException>(() => StatementParser.Parse(statement));

        Assert.Equal("The expression contains too many operators; operator count: 301", refused.Error.Message);
    }

    [Fact]
    public void Nesting_is_taken_as_far_as_a_value_may_nest()
    {
        string statement = "INSERT INTO t VALUE {'a': " + new string('[', 40) + "1" + new string(']', 40) + "}";

        Assert.IsType<Statement.Insert>(StatementParser.Parse(statement));
    }

    private static void Check(int usual, Func<ArbitraryStatements, bool> law)
    {
        Property property = Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => law(new ArbitraryStatements(seed)).Label($"statement {seed}"));
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(TestSettings.Rounds(usual)).WithStartSize(1000).WithEndSize(1 << 30).WithReplay(TestSettings.Seed is { } seed ? (ulong)seed : 20261207UL, 3UL),
            property);
    }
}
