using System.Text.Json.Nodes;
using Gateway.Compat.Lambda.Tests.Fixtures;
using static Gateway.Compat.Lambda.Tests.Fixtures.TestFunction;

namespace Gateway.Compat.Lambda.Tests.EventSources;

/// <summary>Event source mappings of streams of tables. Source: doc API_CreateEventSourceMapping, services-dynamodb-eventsourcemapping; answers as observed.</summary>
public sealed class MappingTests(StreamTable table) : IClassFixture<StreamTable>
{
    private const string Mappings = "/2015-03-31/event-source-mappings";
    private const string Missing = "404 ResourceNotFoundException: The resource you requested does not exist.";

    [Fact]
    public async Task A_mapping_lives()
    {
        TestFunction f = await NewAsync(table.Service);
        Answer made = await MapAsync(f);
        string target = $"{Mappings}/{(string)made.Json["UUID"]!}";

        Assert.Equal(
            """202 {"BatchSize":100,"BisectBatchOnFunctionError":false,"DestinationConfig":{"OnFailure":{}},"EventSourceArn":"STREAM","EventSourceMappingArn":"ARN:event-source-mapping:UUID","FunctionArn":"ARN:function:F","FunctionResponseTypes":[],"""
            + """ "LastModified":TIME,"LastProcessingResult":"No records processed","MaximumBatchingWindowInSeconds":0,"MaximumRecordAgeInSeconds":-1,"MaximumRetryAttempts":-1,"ParallelizationFactor":1,""".TrimStart()
            + """ "StartingPosition":"TRIM_HORIZON","State":"Creating","StateTransitionReason":"User action","TumblingWindowInSeconds":0,"UUID":"UUID"}""".TrimStart(),
            Show(f, made.Whole));
        Assert.Equal("Enabled", await StateAsync(f, target, "Enabled"));
        Assert.Equal("202 Updating", await StateOfAsync(f, "PUT", target, """{"BatchSize":7}"""));
        Assert.Equal("Enabled", await StateAsync(f, target, "Enabled"));
        Assert.Equal("202 Disabling", await StateOfAsync(f, "PUT", target, """{"Enabled":false}"""));
        Assert.Equal("Disabled", await StateAsync(f, target, "Disabled"));
        Assert.Equal("202 Enabling", await StateOfAsync(f, "PUT", target, """{"Enabled":true}"""));
        Assert.Equal("Enabled", await StateAsync(f, target, "Enabled"));
        Assert.Equal(7, (int?)(await f.CallAsync("GET", target)).Json["BatchSize"]);
        Assert.Equal("202 Deleting", await StateOfAsync(f, "DELETE", target, ""));
        Assert.Equal(Missing, (await table.Service.UntilAsync(() => f.CallAsync("GET", target), answer => answer.Status == 404)).Outcome);
    }

    [Fact]
    public async Task What_is_set_is_given_back()
    {
        TestFunction f = await NewAsync(table.Service);

        JsonObject made = (await MapAsync(f, """ ,"BatchSize":3,"MaximumBatchingWindowInSeconds":1,"ParallelizationFactor":2,"MaximumRetryAttempts":4,"MaximumRecordAgeInSeconds":60,"BisectBatchOnFunctionError":true,"FunctionResponseTypes":["ReportBatchItemFailures"],"FilterCriteria":{"Filters":[{"Pattern":"{\"eventName\":[\"INSERT\"]}"}]} """)).Json;

        Assert.Equal((3, 1, 2, 4, 60, true), ((int)made["BatchSize"]!, (int)made["MaximumBatchingWindowInSeconds"]!, (int)made["ParallelizationFactor"]!, (int)made["MaximumRetryAttempts"]!, (int)made["MaximumRecordAgeInSeconds"]!, (bool)made["BisectBatchOnFunctionError"]!));
        Assert.Equal("""["ReportBatchItemFailures"]""", Answer.Sorted(made["FunctionResponseTypes"]));
        Assert.Equal("""{"eventName":["INSERT"]}""", (string?)made["FilterCriteria"]!["Filters"]![0]!["Pattern"]);
    }

    [Fact]
    public async Task No_filters_are_not_shown() => Assert.False((await MapAsync(await NewAsync(table.Service), """ ,"FilterCriteria":{"Filters":[]} """)).Json.ContainsKey("FilterCriteria"));

    [Fact]
    public async Task A_mapping_is_listed_by_function_and_by_source_and_outlives_the_function()
    {
        TestFunction f = await NewAsync(table.Service);
        string id = (string)(await MapAsync(f)).Json["UUID"]!;

        Assert.Equal([id], await IdsAsync("FunctionName=@F"));
        Assert.Contains(id, await IdsAsync($"EventSourceArn={table.StreamArn}"));
        await f.CallAsync("DELETE", $"{Functions}/@F");
        Assert.Equal("200", await f.OutcomeAsync("GET", $"{Mappings}/{id}"));

        async Task<IEnumerable<string?>> IdsAsync(string query) => (await f.CallAsync("GET", $"{Mappings}/?{query}")).Json["EventSourceMappings"]!.AsArray().Select(mapping => (string?)mapping!["UUID"]);
    }

    [Fact]
    public async Task One_function_reads_a_stream_once()
    {
        TestFunction f = await NewAsync(table.Service);
        await MapAsync(f);

        Assert.Equal(
            "409 ResourceConflictException: The event source arn (\" STREAM \") and function (\" F \") provided mapping already exists. Please update or delete the existing mapping with UUID UUID",
            Show(f, (await MapAsync(f)).Outcome));
    }

    [Theory]
    [InlineData("POST", "", """{"FunctionName":"edge-compat-none","EventSourceArn":"@S","StartingPosition":"LATEST"}""", "400 InvalidParameterValueException: Function does not exist")]
    [InlineData("POST", "", """{"FunctionName":"@F","StartingPosition":"LATEST"}""", "400 InvalidParameterValueException: Unrecognized event source.")]
    [InlineData("POST", "", """{"FunctionName":"@F","EventSourceArn":"@S"}""", "400 InvalidParameterValueException: 1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.")]
    [InlineData("POST", "", """{"FunctionName":"@F","EventSourceArn":"@S","StartingPosition":"AT_TIMESTAMP","StartingPositionTimestamp":1732540000}""", "400 InvalidParameterValueException: Unsupported starting position for arn type: STREAM")]
    [InlineData("POST", "", """{"FunctionName":"@F","EventSourceArn":"@S","StartingPosition":"LATEST","FilterCriteria":{"Filters":[{"Pattern":"nonsense"}]}}""", "400 InvalidParameterValueException: Invalid filter pattern definition.")]
    [InlineData("POST", "", """{"EventSourceArn":"@S","StartingPosition":"LATEST"}""", "400 ValidationException: 1 validation error detected: Value null at 'functionName' failed to satisfy constraint: Member must not be null")]
    [InlineData("POST", "", """{"FunctionName":"@F","EventSourceArn":"@S","StartingPosition":"LATEST","ParallelizationFactor":11}""", "400 ValidationException: 1 validation error detected: Value '11' at 'parallelizationFactor' failed to satisfy constraint: Member must have value less than or equal to 10")]
    [InlineData("GET", "/00000000-0000-0000-0000-000000000000", "", Missing)]
    [InlineData("PUT", "/00000000-0000-0000-0000-000000000000", "{}", Missing)]
    [InlineData("DELETE", "/00000000-0000-0000-0000-000000000000", "", Missing)]
    public async Task What_cannot_be_is_refused(string method, string tail, string body, string error)
    {
        TestFunction f = await NewAsync(table.Service);

        Assert.Equal(error, Show(f, (await f.CallAsync(method, $"{Mappings}{(tail.Length > 0 ? tail : "/")}", body.Replace("@S", table.StreamArn, StringComparison.Ordinal))).Outcome));
    }

    private async Task<Answer> MapAsync(TestFunction function, string more = "")
    {
        Answer made = await function.CallAsync("POST", $"{Mappings}/", $$"""{"FunctionName":"@F","EventSourceArn":"{{table.StreamArn}}","StartingPosition":"TRIM_HORIZON"{{more}}}""");
        if (made.Status == 202) table.Service.DeleteLater(() => table.Service.CallAsync("DELETE", $"{Mappings}/{(string)made.Json["UUID"]!}"));
        return made;
    }

    private async Task<string?> StateAsync(TestFunction function, string target, string wanted) =>
        (string?)(await table.Service.UntilAsync(() => function.CallAsync("GET", target), answer => (string?)answer.Json["State"] == wanted, secondsMax: 300)).Json["State"];

    private static async Task<string> StateOfAsync(TestFunction function, string method, string target, string body)
    {
        Answer answer = await function.CallAsync(method, target, body);
        return $"{answer.Status} {(string?)answer.Json["State"]}";
    }

    private string Show(TestFunction function, string text) => function.Show(text.Replace(table.StreamArn, "STREAM", StringComparison.Ordinal));
}
