using Gateway.Compat.Lambda.Tests.Fixtures;
using static Gateway.Compat.Lambda.Tests.Fixtures.TestFunction;

namespace Gateway.Compat.Lambda.Tests.Access;

/// <summary>Configurations of function URLs. Source: doc API_CreateFunctionUrlConfig; answers as observed.</summary>
public sealed class FunctionUrlTests(TestFunction f) : IClassFixture<TestFunction>
{
    private const string Url = "/2021-10-31/functions/@F/url";
    private const string NoSuch = "/2021-10-31/functions/edge-compat-none/url";
    private const string Missing = "404 ResourceNotFoundException: The resource you requested does not exist.";

    [Fact]
    public async Task A_url_lives()
    {
        TestFunction mine = await NewAsync(f.Service);
        Answer made = await mine.CallAsync("POST", Url, """{"AuthType":"NONE"}""");
        string url = (string)made.Json["FunctionUrl"]!;

        Assert.EndsWith("/", url, StringComparison.Ordinal);
        string rest = $"\"FunctionArn\":\"ARN:function:F\",\"FunctionUrl\":\"{url}\"";
        Assert.Equal($$"""201 {"AuthType":"NONE","CreationTime":"TIME",{{rest}}}""", mine.Show(made.Whole));
        Assert.Equal($$"""200 {"AuthType":"NONE","CreationTime":"TIME",{{rest}},"InvokeMode":"BUFFERED","LastModifiedTime":"TIME"}""", await mine.WholeAsync("GET", Url));
        Assert.Equal($$"""200 {"AuthType":"AWS_IAM","CreationTime":"TIME",{{rest}},"InvokeMode":"BUFFERED","LastModifiedTime":"TIME"}""", await mine.WholeAsync("PUT", Url, """{"AuthType":"AWS_IAM"}"""));
        Assert.Equal($$"""200 {"FunctionUrlConfigs":[{"AuthType":"AWS_IAM","CreationTime":"TIME",{{rest}},"InvokeMode":"BUFFERED","LastModifiedTime":"TIME"}]}""", await mine.WholeAsync("GET", "/2021-10-31/functions/@F/urls"));
        Assert.Equal("204", await mine.WholeAsync("DELETE", Url));
        Assert.Equal(Missing, await mine.OutcomeAsync("GET", Url));
    }

    [Fact]
    public async Task What_is_set_is_given_back()
    {
        TestFunction mine = await NewAsync(f.Service);

        Answer made = await mine.CallAsync("POST", Url, """{"AuthType":"NONE","InvokeMode":"RESPONSE_STREAM","Cors":{"AllowOrigins":["*"],"AllowMethods":["GET"],"MaxAge":5,"AllowCredentials":false}}""");

        Assert.Equal("RESPONSE_STREAM", (string?)made.Json["InvokeMode"]);
        Assert.Equal("""{"AllowCredentials":false,"AllowMethods":["GET"],"AllowOrigins":["*"],"MaxAge":5}""", Answer.Sorted(made.Json["Cors"]));
    }

    [Fact]
    public async Task An_alias_has_a_url_of_its_own()
    {
        TestFunction mine = await NewAsync(f.Service);
        await mine.CallAsync("POST", $"{Functions}/@F/aliases", """{"Name":"live","FunctionVersion":"$LATEST"}""");

        Answer made = await mine.CallAsync("POST", $"{Url}?Qualifier=live", """{"AuthType":"NONE"}""");

        Assert.Equal("ARN:function:F:live", mine.Show((string)made.Json["FunctionArn"]!));
        Assert.Equal(Missing, await mine.OutcomeAsync("GET", Url));
    }

    [Fact]
    public async Task A_function_has_one()
    {
        TestFunction mine = await NewAsync(f.Service);
        await mine.CallAsync("POST", Url, """{"AuthType":"NONE"}""");

        Assert.Equal(
            "409 ResourceConflictException: Failed to create function url config for [functionArn = ARN:function:F]. Error message:  FunctionUrlConfig exists for this Lambda function",
            await mine.OutcomeAsync("POST", Url, """{"AuthType":"NONE"}"""));
    }

    [Theory]
    [InlineData("POST", NoSuch, """{"AuthType":"NONE"}""", "404 ResourceNotFoundException: Function does not exist")]
    [InlineData("PUT", NoSuch, """{"AuthType":"NONE"}""", "404 ResourceNotFoundException: Function does not exist")]
    [InlineData("POST", $"{Url}?Qualifier=none", """{"AuthType":"NONE"}""", "404 ResourceNotFoundException: Function does not exist")]
    [InlineData("GET", NoSuch, "", Missing)]
    [InlineData("GET", Url, "", Missing)]
    [InlineData("DELETE", NoSuch, "", Missing)]
    [InlineData("DELETE", Url, "", Missing)]
    [InlineData("GET", "/2021-10-31/functions/edge-compat-none/urls", "", "404 ResourceNotFoundException: Function does not exist")]
    [InlineData("POST", $"{Url}?Qualifier=1", """{"AuthType":"NONE"}""", @"400 ValidationException: 1 validation error detected: Value '1' at 'qualifier' failed to satisfy constraint: Member must satisfy regular expression pattern: ((?!^\d+$)^[0-9a-zA-Z-_]+$)")]
    [InlineData("POST", $"{Url}?Qualifier=$LATEST", """{"AuthType":"NONE"}""", @"400 ValidationException: 1 validation error detected: Value '$LATEST' at 'qualifier' failed to satisfy constraint: Member must satisfy regular expression pattern: ((?!^\d+$)^[0-9a-zA-Z-_]+$)")]
    [InlineData("POST", Url, """{"AuthType":"NONE","InvokeMode":"x"}""", "400 ValidationException: 1 validation error detected: Value 'x' at 'invokeMode' failed to satisfy constraint: Member must satisfy enum value set: [RESPONSE_STREAM, BUFFERED]")]
    [InlineData("POST", Url, "{}", "400 ValidationException: 1 validation error detected: Value null at 'authType' failed to satisfy constraint: Member must not be null")]
    [Guess("PUT", Url, """{"AuthType":"NONE"}""", Missing)]
    public async Task What_cannot_be_is_refused(string method, string target, string body, string error) => Assert.Equal(error, await f.OutcomeAsync(method, target, body));
}
