using Gateway.Compat.Dynamo.Tests.Driver;

namespace Gateway.Compat.Dynamo.Tests.Pages;

/// <summary>docs/compatibility.md says what is there; the tests say that it is true.</summary>
public sealed class OperationTableTests(ServiceUnderTest service)
{
    private const string Page = "docs/compatibility.md";
    private const string Begin = "<!-- operations: written by OperationTableTests -->\n";
    private const string End = "<!-- end of operations -->";

    public static TheoryData<string> Operations => [.. OperationTable.Operations];

    [Fact]
    public void The_page_has_the_table_of_operations()
    {
        string page = Repository.Read(Page);
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, end = page.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("EDGE_ACCEPT") == "1") File.WriteAllText(Repository.PathOf(Page), page[..begin] + OperationTable.Render() + page[end..]);
        else Assert.Equal(OperationTable.Render(), page[begin..end]); // EDGE_ACCEPT=1 ./test OperationTable writes it anew
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_operation_has_a_test(string operation) => Assert.DoesNotContain($"| {operation} | works |  |", OperationTable.Render(), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Every_operation_is_known(string operation)
    {
        Assert.SkipWhen(service.IsAws && operation == "SearchVectors", "newer than some regions");

        RawAnswer answer = OperationTable.IsOfStreams(operation) ? await service.Raw.CallStreamsAsync(operation, "{}") : await service.Raw.CallAsync(operation, "{}");

        if (!service.IsAws) Assert.Equal(OperationTable.IsUnknown(operation), answer.Error == "UnknownOperationException");
        Assert.InRange(answer.Status, 200, 400);
    }
}
