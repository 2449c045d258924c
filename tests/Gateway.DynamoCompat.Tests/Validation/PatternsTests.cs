using Gateway.DynamoCompat.Validation;
using Gateway.DynamoCompat.Wire.Shapes;

namespace Gateway.DynamoCompat.Tests.Validation;

public sealed class PatternsTests
{
    [Theory]
    [InlineData("[a-zA-Z0-9_.-]+", "aZ09_.-", true)]
    [InlineData("[a-zA-Z0-9_.-]+", "", false)]
    [InlineData("[a-zA-Z0-9_.-]+", "aé", false)]
    [InlineData("[a-zA-Z0-9_.-]+", "a\n", false)]
    [InlineData(@"\p{Print}+", "a ~", true)]
    [InlineData(@"\p{Print}+", "a\t", false)]
    [InlineData(@"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*", "arn:😀\t", true)]
    [InlineData(@"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*", "\u0001", false)]
    [InlineData(@"[,;:|\t ]", "\t", true)]
    public void A_pattern_matches_as_in_java(string pattern, string text, bool expected) => Assert.Equal(expected, Patterns.Matches(pattern, text));

    [Fact]
    public void Every_pattern_of_the_model_is_understood()
    {
        HashSet<string> patterns = [];
        foreach (string operation in ServiceModel.Dynamo.Targets.Keys) Collect(ServiceModel.Dynamo.InputOf(operation), patterns);
        Assert.True(patterns.Count >= 8, $"Only {patterns.Count} patterns.");
        Assert.All(patterns, pattern => Patterns.Matches(pattern, "x"));
    }

    private static void Collect(Shape shape, HashSet<string> patterns)
    {
        if (shape.Pattern is { } pattern) patterns.Add(pattern);
        foreach (ShapeMember member in shape.Members) Collect(member.Shape, patterns);
        if (shape.Element is not null) Collect(shape.Element, patterns);
        if (shape.Key is not null) Collect(shape.Key, patterns);
    }
}
