using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;

namespace Gateway.DynamoCompat.Tests.Expressions;

/// <summary>Texts that want a parser to recurse, to try everything, or to walk again and again over the same.</summary>
public sealed class HostileExpressionTests
{
    private const int DeepMax = 4096;

    public static TheoryData<string, string> Deep => new()
    {
        { "open", new string('(', DeepMax) },
        { "closed", new string('(', 2040) + "a = b" + new string(')', 2040) },
        { "not", string.Concat(Enumerable.Repeat("NOT ", 1000)) + "a = b" },
        { "not in parentheses", string.Concat(Enumerable.Repeat("NOT(", 800)) + "a=b" + new string(')', 800) },
        { "functions", string.Concat(Enumerable.Repeat("size(", 600)) + "a" + new string(')', 600) + " = b" },
        { "operands", "a = " + new string('(', 2000) + "b" + new string(')', 2000) },
        { "in", "a IN (" + string.Join(',', Enumerable.Repeat("b", 2000)) + ")" },
        { "and", string.Join(" AND ", Enumerable.Repeat("a=b", 500)) },
        { "between", string.Join(" AND ", Enumerable.Repeat("a BETWEEN b AND c", 180)) },
        { "brackets", "a" + string.Concat(Enumerable.Repeat("[0]", 1300)) + " = b" },
        { "path", string.Concat(Enumerable.Repeat("a.", 2000)) + "b = c" },
        { "unknown characters", string.Concat(Enumerable.Repeat("é", 2000)) },
        { "surrogates", string.Concat(Enumerable.Repeat("𝄞", 1000)) },
        { "half a surrogate", "a = \ud834" },
        { "digits", "a[" + new string('9', 4000) + "] = b" },
        { "one word", new string('a', 4000) },
        { "nul", "a = \0" },
    };

    [Theory]
    [MemberData(nameof(Deep))]
    public void Conditions_answer_an_error_and_leave_the_stack_alone(string name, string text)
    {
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(text), 1, DeepMax);

        Assert.StartsWith("Invalid ConditionExpression: ", OnASmallStack(() => Expr.Refusal(ExpressionKind.Condition, text)), StringComparison.Ordinal);
        Assert.NotEmpty(name);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("list_append(")]
    [InlineData("if_not_exists(a,")]
    [InlineData("(a+")]
    [InlineData("a.")]
    [InlineData("a[")]
    public void Updates_answer_an_error_and_leave_the_stack_alone(string part)
    {
        string text = "SET x = " + string.Concat(Enumerable.Repeat(part, 4000 / part.Length));

        Assert.StartsWith("Invalid UpdateExpression: ", OnASmallStack(() => Expr.Refusal(ExpressionKind.Update, text)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_thousand_parentheses_are_too_long()
    {
        string text = new('(', 100_000);

        Assert.Equal("Invalid FilterExpression: Expression size has exceeded the maximum allowed size; expression size: 100000", Expr.Refusal(ExpressionKind.Filter, text));
        Assert.Equal("Invalid UpdateExpression: Expression size has exceeded the maximum allowed size;", Expr.Refusal(ExpressionKind.Update, text));
    }

    [Fact]
    public void Closed_parentheses_are_redundant_however_deep() =>
        Assert.Equal("Invalid ConditionExpression: The expression has redundant parentheses;", Expr.Refusal(ExpressionKind.Condition, new string('(', 2040) + "a = b" + new string(')', 2040)));

    [Fact]
    public void Open_parentheses_end_in_the_end() =>
        Assert.Equal("Invalid ConditionExpression: Syntax error; token: \"<EOF>\", near: \"(\"", Expr.Refusal(ExpressionKind.Condition, new string('(', 4096)));

    [Fact]
    public void As_many_levels_as_operators_allow_are_evaluated()
    {
        string text = string.Concat(Enumerable.Repeat("NOT(", 299)) + "a=b" + new string(')', 299);
        Condition condition = OnASmallStack(() => Expr.Condition(text));

        Assert.True(OnASmallStack(() => condition.IsTrue(default)));
        Assert.Single(OnASmallStack(() => condition.Attributes.Where(name => name == "a").ToList()));
    }

    [Fact]
    public void Many_paths_are_compared_without_comparing_all_pairs()
    {
        string[] names = [.. Enumerable.Range(0, 800).Select(i => $"a{i}")];

        Assert.Null(Expr.Refusal(ExpressionKind.Projection, string.Join(',', names)));
        Assert.Contains("overlap", Expr.Refusal(ExpressionKind.Projection, string.Join(',', names) + ",a799"), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_positions_of_a_long_list_are_found_in_one_walk()
    {
        Value item = Value.Map(("l", Value.List(Enumerable.Range(0, 50_000).Select(_ => Value.Null))));
        string text = string.Join(',', Enumerable.Range(0, 400).Select(i => $"l[{49_999 - i}]"));

        Assert.Equal(400, Expr.Projection(text).Of(item)["l"].Count);
    }

    [Fact]
    public void Contains_stays_linear_where_every_place_nearly_fits()
    {
        Value whole = Value.Map(("s", Value.String(new string('a', 200_000) + "b")));
        Value part = Value.String(new string('a', 100_000) + "b" + new string('a', 10));
        Condition condition = Condition.Bind(
            new ExpressionCache().Condition(ExpressionKind.Condition, "contains(s, :part)"), ExpressionKind.Condition, new Placeholders(null, Value.Map((":part", part))));

        Assert.False(condition.IsTrue(whole));
    }

    [Theory]
    [InlineData("abc", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("abc", "bc", true)]
    [InlineData("abc", "abcd", false)]
    public void A_search_finds_what_is_there(string whole, string part, bool expected) =>
        Assert.Equal(expected, ByteSearch.Contains(System.Text.Encoding.UTF8.GetBytes(whole), System.Text.Encoding.UTF8.GetBytes(part)));

    [Fact]
    public void A_long_search_agrees_with_a_plain_one()
    {
        Random random = new(7);
        for (int round = 0; round < 300; round++)
        {
            byte[] whole = [.. Enumerable.Range(0, 400).Select(_ => (byte)random.Next(2))];
            int start = random.Next(300);
            byte[] part = whole[start..(start + 65 + random.Next(30))];
            if (round % 2 == 0) part[random.Next(part.Length)] ^= 1;

            Assert.Equal(whole.AsSpan().IndexOf(part) >= 0, ByteSearch.Contains(whole, part));
        }
    }

    private static T OnASmallStack<T>(Func<T> run)
    {
        T result = default!;
        Exception? failure = null;
        Thread thread = new(
            () =>
            {
                try
                {
                    result = run();
                }
                catch (Exception exception) when (exception is not OutOfMemoryException)
                {
                    failure = exception;
                }
            },
            maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();
        return failure is null ? result : throw new InvalidOperationException("It failed on the small stack.", failure);
    }
}
