using System.Text.Json.Nodes;
using Gateway.Compat.Lambda.Tests.Fixtures;
using static Gateway.Compat.Lambda.Tests.Fixtures.TestFunction;

namespace Gateway.Compat.Lambda.Tests.Control;

/// <summary>ListFunctions: pages, versions. Source: doc API_ListFunctions; answers as observed.</summary>
public sealed class ListFunctionsTests(TestFunction f) : IClassFixture<TestFunction>
{
    [Fact]
    public async Task An_entry_has_no_state()
    {
        JsonObject entry = Assert.Single(await AllAsync("MaxItems=50"), entry => (string?)entry["FunctionName"] == f.Name);

        Assert.Equal("ARN:function:F", f.Show((string)entry["FunctionArn"]!));
        Assert.Equal("$LATEST", (string?)entry["Version"]);
        Assert.False(entry.ContainsKey("State"));
        Assert.False(entry.ContainsKey("LastUpdateStatus"));
    }

    [Fact]
    public async Task All_versions_come_with_qualified_arns()
    {
        TestFunction mine = await NewAsync(f.Service);
        await mine.PublishAsync();

        IEnumerable<JsonObject> entries = (await AllAsync("FunctionVersion=ALL")).Where(entry => (string?)entry["FunctionName"] == mine.Name);

        Assert.Equal(["ARN:function:F:$LATEST", "ARN:function:F:1"], entries.Select(entry => mine.Show((string)entry["FunctionArn"]!)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_page_ends_where_it_was_asked_to_and_the_next_goes_on()
    {
        await NewAsync(f.Service);
        JsonObject first = (await f.CallAsync("GET", $"{Functions}/?MaxItems=1")).Json;
        JsonObject second = (await f.CallAsync("GET", $"{Functions}/?MaxItems=1&Marker={(string)first["NextMarker"]!}")).Json;

        Assert.Single(first["Functions"]!.AsArray());
        Assert.Single(second["Functions"]!.AsArray());
        Assert.NotEqual((string?)first["Functions"]![0]!["FunctionName"], (string?)second["Functions"]![0]!["FunctionName"]);
    }

    [Theory]
    [InlineData("FunctionVersion=x", "400 ValidationException: 1 validation error detected: Value 'x' at 'functionVersion' failed to satisfy constraint: Member must satisfy enum value set: [ALL]")]
    [InlineData("MaxItems=0", "400 ValidationException: 1 validation error detected: Value '0' at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1")]
    [InlineData("MaxItems=10001", "400 ValidationException: 1 validation error detected: Value '10001' at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 10000")]
    public async Task A_wrong_parameter_is_refused(string query, string error) => Assert.Equal(error, await f.OutcomeAsync("GET", $"{Functions}/?{query}"));

    private async Task<List<JsonObject>> AllAsync(string query)
    {
        List<JsonObject> all = [];
        for (string? marker = ""; marker is not null;)
        {
            JsonObject page = (await f.CallAsync("GET", $"{Functions}/?{query}{(marker.Length > 0 ? "&Marker=" + marker : "")}")).Json;
            all.AddRange(page["Functions"]!.AsArray().Select(entry => entry!.AsObject()));
            marker = (string?)page["NextMarker"];
        }

        return all;
    }
}
