using Gateway.LambdaCompat.Tests.Harness;
using Gateway.Testing;
using Gateway.Testing.Faces;
using Gateway.Wire.Models;

namespace Gateway.LambdaCompat.Tests.Pages;

/// <summary>docs/compatibility-lambda.md says what is there; the tests say that it is true.</summary>
public sealed class OperationTableTests
{
    private const string Page = "docs/compatibility-lambda.md";
    private const string Begin = "<!-- operations: written by OperationTableTests -->\n";
    private const string End = "<!-- end of operations -->";

    [Fact]
    public void The_page_has_the_table_of_operations()
    {
        string page = Repository.Read(Page);
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, end = page.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("EDGE_ACCEPT") == "1") File.WriteAllText(Repository.PathOf(Page), page[..begin] + OperationTable.Render() + page[end..]);
        else Assert.Equal(OperationTable.Render(), page[begin..end]); // EDGE_ACCEPT=1 ./test OperationTable writes it anew
    }

    [Fact]
    public async Task Every_operation_of_the_model_is_in_the_catalog_and_no_other()
    {
        await using LambdaUnderTest lambda = new();

        Assert.Equal(OperationTable.Operations, lambda.Face.Catalog.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_operation_answers_with_an_error_of_the_service_or_well()
    {
        await using LambdaUnderTest lambda = new();
        foreach (string name in OperationTable.Operations)
        {
            Operation operation = ServiceModel.Lambda.Find(name)!;
            string[] halves = operation.UriPattern.Split('?');
            string path = string.Join('/', halves[0].Split('/').Select(part => part switch
            {
                "{VersionNumber}" => "1",
                "{UUID}" => "00000000-0000-0000-0000-000000000000",
                "{Resource}" => LambdaUnderTest.Arn + "x",
                "{CodeSigningConfigArn}" => "arn:aws:lambda:us-east-1:123456789012:code-signing-config:csc-0123456789abcdef0",
                "{DurableExecutionArn}" => Uri.EscapeDataString(LambdaUnderTest.Arn + "x:1/durable-execution/a/b"),
                _ when part.StartsWith('{') => "x",
                _ => part,
            }));

            MemoryAnswer answer = await lambda.CallAsync(operation.Method, path, operation.Method is "GET" or "DELETE" ? null : "{}", halves.Length > 1 ? halves[1] : "");

            Assert.True(answer.Status is >= 200 and < 500, $"{name}: {answer.Status} {answer.Text}");
            Assert.True(answer.Status < 300 || answer.Header("x-amzn-errortype") is not (null or "AccessDeniedException"), $"{name}: {answer.Text}");
        }
    }

    [Fact]
    public async Task What_is_refused_gives_the_error_of_what_is_not_there()
    {
        await using LambdaUnderTest lambda = new();
        const string Config = "arn:aws:lambda:us-east-1:123456789012:code-signing-config:csc-0123456789abcdef0";

        Assert.Equal($"404 CodeSigningConfigNotFoundException: Code signing configuration {Config} cannot be found.", await lambda.ErrorAsync("GET", $"/2020-04-22/code-signing-configs/{Config}"));
        Assert.StartsWith("404 ResourceNotFoundException: ", await lambda.ErrorAsync("GET", "/2025-11-30/capacity-providers/x"), StringComparison.Ordinal);
        Assert.Equal("""{"CodeSigningConfigs":[]}""", (await lambda.CallAsync("GET", "/2020-04-22/code-signing-configs")).Text);
    }
}
