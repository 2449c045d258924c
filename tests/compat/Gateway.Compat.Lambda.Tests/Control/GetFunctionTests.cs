using System.Text.Json.Nodes;
using Gateway.Compat.Lambda.Tests.Fixtures;
using static Gateway.Compat.Lambda.Tests.Fixtures.TestFunction;

namespace Gateway.Compat.Lambda.Tests.Control;

/// <summary>GetFunction, GetFunctionConfiguration: what is there, and how it is said that something is not. Source: doc API_GetFunction; answers as observed.</summary>
public sealed class GetFunctionTests(TestFunction f) : IClassFixture<TestFunction>
{
    private const string NamePattern = @"(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";

    [Fact]
    public async Task An_active_function_has_no_reason_for_its_state() => Assert.Equal(
        """200 {"Architectures":["x86_64"],"CodeSha256":"SHA","CodeSize":SIZE,"Description":"","EphemeralStorage":{"Size":512},"FunctionArn":"ARN:function:F","FunctionName":"F","Handler":"index.handler","LastModified":"TIME","LastUpdateStatus":"Successful","""
        + """ "LoggingConfig":{"LogFormat":"Text","LogGroup":"/aws/lambda/F"},"MemorySize":128,"PackageType":"Zip","RevisionId":"UUID","Role":"ROLE","Runtime":"nodejs22.x","RuntimeVersionConfig":{"RuntimeVersionArn":"arn:aws:lambda:REGION::runtime:HEX"},""".TrimStart()
        + """ "SnapStart":{"ApplyOn":"None","OptimizationStatus":"Off"},"State":"Active","Timeout":3,"TracingConfig":{"Mode":"PassThrough"},"Version":"$LATEST"}""".TrimStart(),
        await f.WholeAsync("GET", $"{Functions}/@F/configuration"));

    [Fact]
    public async Task A_function_comes_with_its_code_and_nothing_that_was_not_set()
    {
        Answer whole = await f.CallAsync("GET", $"{Functions}/@F");
        Answer configuration = await f.CallAsync("GET", $"{Functions}/@F/configuration");

        Assert.Equal(["Code", "Configuration"], whole.Json.Select(member => member.Key).Order());
        Assert.Equal(Answer.Sorted(configuration.Json), Answer.Sorted(whole.Json["Configuration"]));
        Assert.Equal(["Location", "RepositoryType"], whole.Json["Code"]!.AsObject().Select(member => member.Key).Order());
        Assert.Equal("S3", (string?)whole.Json["Code"]!["RepositoryType"]);
    }

    [Fact]
    public async Task The_location_of_the_code_downloads_without_a_signature()
    {
        string location = (string)(await f.CallAsync("GET", $"{Functions}/@F")).Json["Code"]!["Location"]!;

        using HttpRequestMessage request = new(HttpMethod.Get, location);
        Answer zip = await f.Service.Client.SendAsIsAsync(request);

        Assert.Equal(200, zip.Status);
        Assert.Equal(Convert.FromBase64String(Packages.Echo), zip.Bytes);
    }

    [Fact]
    public async Task Tags_and_reserved_concurrency_are_shown_when_there_are_some()
    {
        TestFunction tagged = await NewAsync(f.Service, """  "Tags":{"k":"v"}  """);
        await tagged.CallAsync("PUT", "/2017-10-31/functions/@F/concurrency", """{"ReservedConcurrentExecutions":1}""");

        JsonObject whole = (await tagged.CallAsync("GET", $"{Functions}/@F")).Json;

        Assert.Equal("""{"k":"v"}""", Answer.Sorted(whole["Tags"]));
        Assert.Equal("""{"ReservedConcurrentExecutions":1}""", Answer.Sorted(whole["Concurrency"]));
    }

    [Theory]
    [InlineData("@F", "ARN:function:F")]
    [InlineData("@F:$LATEST", "ARN:function:F:$LATEST")]
    [InlineData("@F?Qualifier=$LATEST", "ARN:function:F:$LATEST")]
    [InlineData("function:@F", "ARN:function:F")]
    [InlineData("@A:function:@F", "ARN:function:F")]
    [InlineData("@A:function:@F:$LATEST", "ARN:function:F:$LATEST")]
    [InlineData("@ARN:function:@F", "ARN:function:F")]
    [InlineData("@ARN:function:@F:$LATEST", "ARN:function:F:$LATEST")]
    [InlineData("@ARN:function:@F:$LATEST?Qualifier=$LATEST", "ARN:function:F:$LATEST")]
    public async Task A_function_is_found_by_every_form_of_its_name(string name, string arn)
    {
        JsonObject whole = (await f.CallAsync("GET", $"{Functions}/{name.Replace("@A:", f.Service.Account + ":", StringComparison.Ordinal)}")).Json;

        Assert.Equal(arn, f.Show((string)whole["Configuration"]!["FunctionArn"]!));
    }

    [Theory]
    [InlineData("edge-compat-none", "404 ResourceNotFoundException: Function not found: ARN:function:edge-compat-none")]
    [InlineData("@ARN:function:edge-compat-none", "404 ResourceNotFoundException: Function not found: ARN:function:edge-compat-none")]
    [InlineData("function:edge-compat-none", "404 ResourceNotFoundException: Function not found: ARN:function:edge-compat-none")]
    [InlineData("edge-compat-none:$LATEST", "404 ResourceNotFoundException: Function not found: ARN:function:edge-compat-none:$LATEST")]
    [InlineData("edge-compat-none?Qualifier=7", "404 ResourceNotFoundException: Function not found: ARN:function:edge-compat-none:7")]
    [InlineData("@F:7", "404 ResourceNotFoundException: Function not found: ARN:function:F:7")]
    [InlineData("@F?Qualifier=live", "404 ResourceNotFoundException: Function not found: ARN:function:F:live")]
    [InlineData("@F:1?Qualifier=2", "400 InvalidParameterValueException: The derived qualifier from the function name does not match the specified qualifier.")]
    [InlineData("edge-compat-none:1?Qualifier=2", "400 InvalidParameterValueException: The derived qualifier from the function name does not match the specified qualifier.")]
    [InlineData("arn:aws:lambda:ap-south-2:123456789012:function:x", "404 ResourceNotFoundException: Functions from 'ap-south-2' are not reachable in this region ('@REGION')")]
    [InlineData("@OTHER:function:x", "403 AccessDeniedException: ")]
    [InlineData("a b", $"400 ValidationException: 1 validation error detected: Value 'a b' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: {NamePattern}")]
    [InlineData("@F?Qualifier=a b", @"400 ValidationException: 1 validation error detected: Value 'a b' at 'qualifier' failed to satisfy constraint: Member must satisfy regular expression pattern: \$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+")]
    public async Task What_is_not_there_is_named_as_it_was_asked_for(string name, string error)
    {
        string other = $"arn:aws:lambda:{f.Service.Region}:{(f.Service.Account == "999999999999" ? "888888888888" : "999999999999")}";
        foreach (string tail in (string[])["", "/configuration"])
        {
            string[] halves = name.Replace("@OTHER", other, StringComparison.Ordinal).Split('?');

            Assert.Equal(
                error.Replace("@REGION", f.Service.Region, StringComparison.Ordinal),
                await f.OutcomeAsync("GET", $"{Functions}/{halves[0]}{tail}{(halves.Length > 1 ? "?" + halves[1] : "")}"));
        }
    }

    [Fact]
    public async Task A_name_of_65_letters_is_not_found_and_one_of_171_no_name()
    {
        Assert.Equal($"404 ResourceNotFoundException: Function not found: ARN:function:{new string('a', 65)}", await f.OutcomeAsync("GET", $"{Functions}/{new string('a', 65)}"));
        Assert.Equal(
            $"400 ValidationException: 1 validation error detected: Value '{new string('a', 171)}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 170",
            await f.OutcomeAsync("GET", $"{Functions}/{new string('a', 171)}"));
    }

    [Fact]
    public async Task Errors_spell_their_text_as_the_service_model_says()
    {
        Answer missing = await f.CallAsync("GET", $"{Functions}/edge-compat-none");
        Answer invalid = await f.CallAsync("GET", $"{Functions}/@F:1?Qualifier=2");
        Answer violation = await f.CallAsync("GET", $"{Functions}/a b");

        Assert.Equal(["Message", "Type"], missing.Json.Select(member => member.Key).Order());
        Assert.Equal(["Type", "message"], invalid.Json.Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["message"], violation.Json.Select(member => member.Key));
        Assert.Equal("ResourceNotFoundException", missing.Header("x-amzn-errortype"));
    }
}
