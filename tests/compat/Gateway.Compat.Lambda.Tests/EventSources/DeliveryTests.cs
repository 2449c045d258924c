using System.Text.Json.Nodes;
using Gateway.Compat.Lambda.Tests.Fixtures;

namespace Gateway.Compat.Lambda.Tests.EventSources;

/// <summary>Changes of a table that reach a function. What it got is read from its log. Source: doc services-dynamodb-eventsourcemapping; events as observed.</summary>
public sealed class DeliveryTests(StreamTable table) : IClassFixture<StreamTable>
{
    [Fact]
    public async Task Changes_arrive_in_order_and_as_aws_writes_them()
    {
        table.Service.RequireFunctions();
        TestFunction f = await TestFunction.NewAsync(table.Service, code: "exports.handler = async (event) => { for (const record of event.Records) process.stdout.write('GOT ' + JSON.stringify(record) + '\\n'); };");
        await table.PutAsync("""{"pk":{"S":"a"},"n":{"N":"1"},"b":{"B":"AAE="}}""");
        await table.PutAsync("""{"pk":{"S":"a"},"n":{"N":"1"},"b":{"B":"AAE="}}"""); // the same again is no change
        await table.PutAsync("""{"pk":{"S":"a"},"n":{"N":"2"}}""");
        await table.Service.TargetAsync("dynamodb", "DeleteItem", $$$$"""{"TableName":"{{{{table.Name}}}}","Key":{"pk":{"S":"a"}}}""");

        Answer made = await f.CallAsync("POST", "/2015-03-31/event-source-mappings/", $$"""{"FunctionName":"@F","EventSourceArn":"{{table.StreamArn}}","StartingPosition":"TRIM_HORIZON"}""");
        string mapping = $"/2015-03-31/event-source-mappings/{(string)made.Json["UUID"]!}";
        table.Service.DeleteLater(() => table.Service.CallAsync("DELETE", mapping));
        List<JsonObject> records = await table.Service.UntilAsync(() => RecordsAsync(f), got => got.Count >= 3, secondsMax: 120);

        Assert.Equal(["INSERT", "MODIFY", "REMOVE"], records.Select(record => (string?)record["eventName"]));
        JsonObject first = records[0], stream = first["dynamodb"]!.AsObject();
        Assert.Equal(["awsRegion", "dynamodb", "eventID", "eventName", "eventSource", "eventSourceARN", "eventVersion"], first.Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal(("1.1", "aws:dynamodb", table.Service.Region, table.StreamArn), ((string?)first["eventVersion"], (string?)first["eventSource"], (string?)first["awsRegion"], (string?)first["eventSourceARN"]));
        Assert.Matches("^[0-9a-f]{32}$", (string?)first["eventID"]);
        Assert.Equal(["ApproximateCreationDateTime", "Keys", "NewImage", "SequenceNumber", "SizeBytes", "StreamViewType"], stream.Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal("""{"b":{"B":"AAE="},"n":{"N":"1"},"pk":{"S":"a"}}""", Answer.Sorted(stream["NewImage"]));
        Assert.Equal(("""{"pk":{"S":"a"}}""", "NEW_AND_OLD_IMAGES"), (Answer.Sorted(stream["Keys"]), (string?)stream["StreamViewType"]));
        Assert.Equal("""{"n":{"N":"2"},"pk":{"S":"a"}}""", Answer.Sorted(records[2]["dynamodb"]!["OldImage"]));
        Assert.False(records[2]["dynamodb"]!.AsObject().ContainsKey("NewImage"));
        Answer after = await table.Service.UntilAsync(() => f.CallAsync("GET", mapping), answer => (string?)answer.Json["LastProcessingResult"] == "OK", secondsMax: 300);
        Assert.Equal("OK", (string?)after.Json["LastProcessingResult"]);
    }

    [Fact]
    public async Task A_filter_lets_through_what_fits()
    {
        const string Filter = """{"Filters":[{"Pattern":"{\"dynamodb\":{\"NewImage\":{\"kind\":{\"S\":[\"a\",\"last\"]}}}}"}]}""";
        table.Service.RequireFunctions();
        StreamTable own = new(table.Service);
        await own.InitializeAsync();
        TestFunction f = await TestFunction.NewAsync(table.Service, code: "exports.handler = async (event) => { for (const record of event.Records) process.stdout.write('GOT ' + JSON.stringify(record) + '\\n'); };");
        foreach ((int index, string kind) in ((string[])["a", "b", "a", "last"]).Index()) await own.PutAsync($$$"""{"pk":{"S":"{{{index}}}"},"kind":{"S":"{{{kind}}}"} }""");

        Answer made = await f.CallAsync("POST", "/2015-03-31/event-source-mappings/", $$"""{"FunctionName":"@F","EventSourceArn":"{{own.StreamArn}}","StartingPosition":"TRIM_HORIZON","FilterCriteria":{{Filter}} }""");
        Assert.True(made.Status == 202, made.Body);
        table.Service.DeleteLater(() => table.Service.CallAsync("DELETE", $"/2015-03-31/event-source-mappings/{(string)made.Json["UUID"]!}"));
        List<JsonObject> records = await table.Service.UntilAsync(() => RecordsAsync(f), got => got.Count >= 3, secondsMax: 120);

        Assert.Equal(["a", "a", "last"], records.Select(record => (string?)record["dynamodb"]!["NewImage"]!["kind"]!["S"]).Order());
    }

    private static async Task<List<JsonObject>> RecordsAsync(TestFunction function)
    {
        Answer answer = await function.Service.TargetAsync("logs", "FilterLogEvents", $$"""{"logGroupName":"/aws/lambda/{{function.Name}}","filterPattern":"GOT"}""");
        return answer.Status != 200 ? [] : [.. answer.Json["events"]!.AsArray().Select(line => JsonNode.Parse(((string)line!["message"]!)["GOT ".Length..])!.AsObject())];
    }
}
