using Gateway.Compat.Lambda.Tests.Fixtures;
using static Gateway.Compat.Lambda.Tests.Fixtures.TestFunction;

namespace Gateway.Compat.Lambda.Tests.Control;

/// <summary>DeleteFunction: of functions and of versions. Source: doc API_DeleteFunction; answers as observed.</summary>
public sealed class DeleteFunctionTests(TestFunction f) : IClassFixture<TestFunction>
{
    [Fact]
    public async Task It_answers_without_a_body_and_the_function_is_gone()
    {
        TestFunction mine = await NewAsync(f.Service);

        Answer answer = await mine.CallAsync("DELETE", $"{Functions}/@F");

        Assert.Equal("204", answer.Whole);
        Assert.Equal("404 ResourceNotFoundException: Function not found: ARN:function:F", await mine.OutcomeAsync("GET", $"{Functions}/@F"));
        Assert.Equal("404 ResourceNotFoundException: Function not found: ARN:function:F", await mine.OutcomeAsync("DELETE", $"{Functions}/@F"));
    }

    [Fact]
    public async Task A_version_goes_alone_and_its_number_does_not_come_back()
    {
        TestFunction mine = await NewAsync(f.Service);
        string first = await mine.PublishAsync();

        Assert.Equal("204", await mine.WholeAsync("DELETE", $"{Functions}/@F?Qualifier={first}"));

        Assert.Equal("404 ResourceNotFoundException: Function not found: ARN:function:F:1", await mine.OutcomeAsync("GET", $"{Functions}/@F:1"));
        await mine.ChangeAsync("""{"Timeout":4}""");
        Assert.Equal("2", await mine.PublishAsync());
    }

    [Theory]
    [InlineData("@F:77", "204")]
    [InlineData("@F?Qualifier=$LATEST", "400 InvalidParameterValueException: $LATEST version cannot be deleted without deleting the function.")]
    [InlineData("@F?Qualifier=live", "400 InvalidParameterValueException: Deletion of aliases is not currently supported.")]
    [InlineData("edge-compat-none:1", "404 ResourceNotFoundException: Function not found: ARN:function:edge-compat-none")]
    [InlineData("edge-compat-none", "404 ResourceNotFoundException: Function not found: ARN:function:edge-compat-none")]
    [InlineData("@F:1?Qualifier=2", "400 InvalidParameterValueException: The derived qualifier from the function name does not match the specified qualifier.")]
    [InlineData("arn:aws:lambda:ap-south-2:123456789012:function:x", "404 ResourceNotFoundException: Functions from 'ap-south-2' are not reachable in this region ('us-east-1')")]
    public async Task What_cannot_go_is_said(string name, string outcome) =>
        Assert.Equal(outcome.Replace("us-east-1", f.Service.Region, StringComparison.Ordinal), await f.OutcomeAsync("DELETE", $"{Functions}/{name}"));

    [Fact]
    public async Task A_name_has_140_letters_at_most() => Assert.Equal(
        $"400 ValidationException: 1 validation error detected: Value '{new string('a', 141)}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 140",
        await f.OutcomeAsync("DELETE", $"{Functions}/{new string('a', 141)}"));

    [Fact]
    public async Task A_version_that_an_alias_points_to_stays()
    {
        TestFunction mine = await NewAsync(f.Service);
        await mine.PublishAsync();
        await mine.CallAsync("POST", $"{Functions}/@F/aliases", """{"Name":"live","FunctionVersion":"1"}""");

        Assert.Equal("409 ResourceConflictException: Unable to delete version because the following aliases reference it: [live]", await mine.OutcomeAsync("DELETE", $"{Functions}/@F:1"));
    }
}
