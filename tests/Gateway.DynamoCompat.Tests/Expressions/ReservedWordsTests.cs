using Gateway.DynamoCompat.Expressions;

namespace Gateway.DynamoCompat.Tests.Expressions;

public sealed class ReservedWordsTests
{
    [Fact]
    public void There_are_573_of_them() => Assert.Equal(573, ReservedWords.Count);

    [Theory]
    [InlineData("ABORT", true)]
    [InlineData("name", true)]
    [InlineData("Status", true)]
    [InlineData("zone", true)]
    [InlineData("size", true)]
    [InlineData("id", false)]
    [InlineData("REMOVE", false)]
    [InlineData("contains", false)]
    [InlineData("names_", false)]
    public void Case_does_not_matter(string word, bool expected) => Assert.Equal(expected, ReservedWords.Contains(word));

    [Fact]
    public void A_placeholder_may_stand_for_one() => Assert.Null(Expr.Refusal(ExpressionKind.Condition, "#name = :s AND a.#status = :s"));
}
