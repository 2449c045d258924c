using Gateway.Compat.Lambda.Tests.Fixtures;
using static Gateway.Compat.Lambda.Tests.Fixtures.TestFunction;

namespace Gateway.Compat.Lambda.Tests.Settings;

/// <summary>TagResource, UntagResource, ListTags. Source: doc API_TagResource; answers as observed.</summary>
public sealed class TagTests(TestFunction f) : IClassFixture<TestFunction>
{
    private const string Tags = "/2017-03-31/tags/@ARN:function:@F";

    [Fact]
    public async Task Tags_come_and_go()
    {
        TestFunction mine = await NewAsync(f.Service, """  "Tags":{"a":"1"}  """);

        Assert.Equal("204", await mine.WholeAsync("POST", Tags, """{"Tags":{"b":"2","c":""}}"""));
        Assert.Equal("""200 {"Tags":{"a":"1","b":"2","c":""}}""", await mine.WholeAsync("GET", Tags));
        Assert.Equal("204", await mine.WholeAsync("DELETE", $"{Tags}?tagKeys=a&tagKeys=c"));
        Assert.Equal("""200 {"Tags":{"b":"2"}}""", await mine.WholeAsync("GET", Tags));
    }

    [Fact]
    public async Task Tagging_gives_the_function_another_revision()
    {
        TestFunction mine = await NewAsync(f.Service);
        string before = (string)(await mine.CallAsync("GET", $"{Functions}/@F/configuration")).Json["RevisionId"]!;

        await mine.CallAsync("POST", Tags, """{"Tags":{"a":"1"}}""");

        Assert.NotEqual(before, (string?)(await mine.CallAsync("GET", $"{Functions}/@F/configuration")).Json["RevisionId"]);
    }

    [Fact]
    public async Task A_function_has_50_tags_at_most()
    {
        string tags = string.Join(',', Enumerable.Range(0, 51).Select(index => $"\"k{index}\":\"\""));

        Assert.Equal("400 InvalidParameterValueException: Number of tags exceeds resource tag limit. (no Type)", await f.OutcomeAsync("POST", Tags, $$$"""{"Tags":{{{{tags}}}}}"""));
    }

    [Theory]
    [InlineData("POST", Tags + ":1", """{"Tags":{"a":"1"}}""", "400 InvalidParameterValueException: Tags on function aliases and versions are not supported. Please specify a function ARN.")]
    [InlineData("GET", Tags + ":live", "", "400 InvalidParameterValueException: Tags on function aliases and versions are not supported. Please specify a function ARN.")]
    [InlineData("DELETE", Tags + ":1?tagKeys=a", "", "400 InvalidParameterValueException: Tags on function aliases and versions are not supported. Please specify a function ARN.")]
    [InlineData("POST", Tags, """{"Tags":{}}""", "400 InvalidParameterValueException: An error occurred and the request cannot be processed.")]
    [InlineData("POST", Tags, "{}", "400 ValidationException: 1 validation error detected: Value null at 'tags' failed to satisfy constraint: Member must not be null")]
    [Guess("GET", "/2017-03-31/tags/@ARN:function:edge-compat-none", "", "404 ResourceNotFoundException: Function not found: ARN:function:edge-compat-none")]
    [Guess("POST", "/2017-03-31/tags/@ARN:function:edge-compat-none", """{"Tags":{"a":"1"}}""", "404 ResourceNotFoundException: Function not found: ARN:function:edge-compat-none")]
    public async Task What_cannot_be_is_refused(string method, string target, string body, string error) => Assert.Equal(error, await f.OutcomeAsync(method, target, body));
}
