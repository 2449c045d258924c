using System.Text.Json.Nodes;
using Gateway.LambdaCompat.Tests.Harness;

namespace Gateway.LambdaCompat.Tests.EventSources;

public sealed class MappingTests : IAsyncDisposable
{
    private const string Mappings = "/2015-03-31/event-source-mappings";

    private readonly LambdaUnderTest lambda = new();

    public ValueTask DisposeAsync() => lambda.DisposeAsync();

    [Fact]
    public async Task A_mapping_has_defaults_and_states()
    {
        string stream = await Tables.CreateAsync(lambda);
        await lambda.CreateAsync("f");

        JsonObject made = await lambda.OkAsync("POST", Mappings, $"{{'FunctionName':'f','EventSourceArn':'{stream}','StartingPosition':'LATEST','FilterCriteria':{{'Filters':[]}}}}");
        string one = $"{Mappings}/{made["UUID"]}";

        Assert.Equal(
            (100, 0, 1, -1, -1, false, 0, "LATEST", "Creating", "User action", "No records processed"),
            ((int?)made["BatchSize"], (int?)made["MaximumBatchingWindowInSeconds"], (int?)made["ParallelizationFactor"], (int?)made["MaximumRecordAgeInSeconds"], (int?)made["MaximumRetryAttempts"], (bool?)made["BisectBatchOnFunctionError"], (int?)made["TumblingWindowInSeconds"], (string?)made["StartingPosition"], (string?)made["State"], (string?)made["StateTransitionReason"], (string?)made["LastProcessingResult"]));
        Assert.Equal("""{"OnFailure":{}}""", made["DestinationConfig"]!.ToJsonString());
        Assert.Equal("[]", made["FunctionResponseTypes"]!.ToJsonString());
        Assert.False(made.ContainsKey("FilterCriteria"));
        Assert.Equal($"arn:aws:lambda:us-east-1:123456789012:event-source-mapping:{made["UUID"]}", (string?)made["EventSourceMappingArn"]);
        Assert.Equal(1767225600m, (decimal?)made["LastModified"]);
        Assert.Equal("Enabled", (string?)(await lambda.OkAsync("GET", one))["State"]);
        Assert.Equal("Disabling", (string?)(await lambda.OkAsync("PUT", one, "{'Enabled':false}"))["State"]);
        await lambda.RestartAsync();
        Assert.Equal("Disabled", (string?)(await lambda.OkAsync("GET", one))["State"]);
        Assert.Equal("Enabling", (string?)(await lambda.OkAsync("PUT", one, "{'Enabled':true}"))["State"]);
        JsonObject updated = await lambda.OkAsync("PUT", one, "{'BatchSize':5,'MaximumRetryAttempts':0}");
        Assert.Equal(("Updating", 5, 0), ((string?)updated["State"], (int?)updated["BatchSize"], (int?)updated["MaximumRetryAttempts"]));
        Assert.Single((await lambda.OkAsync("GET", Mappings, query: "FunctionName=f"))["EventSourceMappings"]!.AsArray());
        Assert.Empty((await lambda.OkAsync("GET", Mappings, query: "FunctionName=g"))["EventSourceMappings"]!.AsArray());
        Assert.Equal("Deleting", (string?)(await lambda.OkAsync("DELETE", one))["State"]);
        Assert.Equal("404 ResourceNotFoundException: The resource you requested does not exist.", await lambda.ErrorAsync("GET", one));
    }

    [Theory]
    [InlineData("'FunctionName':'f','StartingPosition':'LATEST'", "400 InvalidParameterValueException: Unrecognized event source.")]
    [InlineData("'FunctionName':'f','EventSourceArn':'STREAM'", "400 InvalidParameterValueException: 1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.")]
    [InlineData("'FunctionName':'f','EventSourceArn':'STREAM','StartingPosition':'AT_TIMESTAMP'", "400 InvalidParameterValueException: Unsupported starting position for arn type: STREAM")]
    [InlineData("'FunctionName':'g','EventSourceArn':'STREAM','StartingPosition':'LATEST'", "400 InvalidParameterValueException: Function does not exist")]
    [InlineData("'FunctionName':'f','EventSourceArn':'STREAM','StartingPosition':'LATEST','FilterCriteria':{'Filters':[{'Pattern':'x'}]}", "400 InvalidParameterValueException: Invalid filter pattern definition.")]
    public async Task A_mapping_that_cannot_be_is_refused(string members, string error)
    {
        string stream = await Tables.CreateAsync(lambda);
        await lambda.CreateAsync("f");

        Assert.Equal(error.Replace("STREAM", stream, StringComparison.Ordinal), await lambda.ErrorAsync("POST", Mappings, "{" + members.Replace("STREAM", stream, StringComparison.Ordinal) + "}"));
    }

    [Fact]
    public async Task A_stream_and_a_function_are_mapped_once()
    {
        string stream = await Tables.CreateAsync(lambda);
        await lambda.CreateAsync("f");
        string body = $"{{'FunctionName':'f','EventSourceArn':'{stream}','StartingPosition':'LATEST'}}";
        string uuid = (string)(await lambda.OkAsync("POST", Mappings, body))["UUID"]!;

        Assert.Equal($"409 ResourceConflictException: The event source arn (\" {stream} \") and function (\" f \") provided mapping already exists. Please update or delete the existing mapping with UUID {uuid}", await lambda.ErrorAsync("POST", Mappings, body));
        Assert.Equal("404 ResourceNotFoundException: The resource you requested does not exist.", await lambda.ErrorAsync("GET", Mappings + "/00000000-0000-0000-0000-000000000000"));
    }
}
