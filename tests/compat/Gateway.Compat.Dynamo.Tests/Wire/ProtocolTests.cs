using System.IO.Compression;
using System.Text;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Wire;

/// <summary>HTTP around the bodies: headers, targets, error envelopes.</summary>
public sealed class ProtocolTests(PlainTable table) : IClassFixture<PlainTable>
{
    private RawClient Raw => table.Service.Raw;

    [Fact]
    public async Task An_answer_has_an_id_a_checksum_and_a_type()
    {
        RawAnswer answer = await table.CallAsync("GetItem", """{"TableName":"@T","Key":{"pk":{"S":"nothing"}}}""");

        Assert.Equal("{}", answer.Body);
        Assert.Matches("^[A-Z0-9]{52}$", answer.Headers["x-amzn-requestid"]);
        Assert.Equal("2745614147", answer.Headers["x-amz-crc32"]);
        Assert.Equal("application/x-amz-json-1.0", answer.Headers["content-type"]);
        Assert.Equal("2", answer.Headers["content-length"]);
    }

    [Fact]
    public async Task An_error_has_an_id_a_checksum_and_a_type()
    {
        RawAnswer answer = await table.CallAsync("GetItem", """{"TableName":"no-such-table","Key":{"pk":{"S":"nothing"}}}""");

        Assert.Equal(400, answer.Status);
        Assert.Equal("""{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"Requested resource not found"}""", answer.Body);
        Assert.Matches("^[A-Z0-9]{52}$", answer.Headers["x-amzn-requestid"]);
        Assert.Equal(Checksum.Of(Encoding.UTF8.GetBytes(answer.Body)).ToString(), answer.Headers["x-amz-crc32"]);
        Assert.Equal("application/x-amz-json-1.0", answer.Headers["content-type"]);
    }

    [Fact]
    public async Task Ids_differ()
    {
        RawAnswer one = await table.CallAsync("ListTables", """{"Limit":1}""");
        RawAnswer two = await table.CallAsync("ListTables", """{"Limit":1}""");

        Assert.NotEqual(one.Headers["x-amzn-requestid"], two.Headers["x-amzn-requestid"]);
    }

    [Theory]
    [InlineData("DynamoDB_20120810.Foo")]
    [InlineData("DynamoDB_20120810.getItem")]
    [InlineData("DynamoDB_20120810.")]
    [InlineData("DynamoDB_20111205.GetItem", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("GetItem")]
    [InlineData("S3.GetItem")]
    [InlineData("DynamoDBStreams_20120810.GetItem")]
    [InlineData("DynamoDB_20120810.ListStreams")]
    public async Task An_unknown_target_is_an_unknown_operation(string target)
    {
        RawAnswer answer = await Raw.SendAsync(target, "{}");

        Assert.Equal(400, answer.Status);
        Assert.Equal("""{"__type":"com.amazon.coral.service#UnknownOperationException"}""", answer.Body);
    }

    [Fact]
    public async Task Without_a_target_the_operation_is_unknown()
    {
        using HttpRequestMessage request = Raw.Post("{}"u8.ToArray(), "application/x-amz-json-1.0");

        RawAnswer answer = await Raw.SendSignedAsync(request);

        Assert.Equal(400, answer.Status);
        Assert.Equal("""{"__type":"com.amazon.coral.service#UnknownOperationException"}""", answer.Body);
    }

    [Fact]
    public async Task Get_says_that_it_is_healthy()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, table.Service.Address);

        RawAnswer answer = await Raw.SendAsIsAsync(request);

        Assert.Equal(200, answer.Status);
        Assert.StartsWith("healthy: dynamodb.", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/x-amz-json-1.0")]
    [InlineData("application/x-amz-json-1.0; charset=utf-8")]
    [InlineData("application/json")]
    public async Task Usual_content_types_are_taken(string contentType)
    {
        using HttpRequestMessage request = Raw.Post("""{"Limit":1}"""u8.ToArray(), contentType);
        request.Headers.TryAddWithoutValidation("X-Amz-Target", "DynamoDB_20120810.ListTables");

        RawAnswer answer = await Raw.SendSignedAsync(request);

        Assert.Equal(200, answer.Status);
        Assert.StartsWith("application/", answer.Headers["content-type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unsigned_request_lacks_a_token()
    {
        Assert.SkipUnless(table.Service.IsAws, "without configured keys a PoP takes any request");
        using HttpRequestMessage request = Raw.Post("{}"u8.ToArray(), "application/x-amz-json-1.0");
        request.Headers.TryAddWithoutValidation("X-Amz-Target", "DynamoDB_20120810.ListTables");

        RawAnswer answer = await Raw.SendAsIsAsync(request);

        Assert.Equal("""{"__type":"com.amazon.coral.service#MissingAuthenticationTokenException","message":"Request is missing Authentication Token"}""", answer.Body);
    }

    [Fact]
    public async Task A_compressed_answer_holds_the_same_and_its_checksum_is_of_what_was_sent()
    {
        string key = await table.PutNewAsync($"{{a: '{new string('x', 5000)}'}}");
        using HttpRequestMessage request = Raw.Post(Encoding.UTF8.GetBytes(table.WithName($$$$"""{"TableName":"@T","Key":{"pk":{"S":"{{{{key}}}}"}}}""")), "application/x-amz-json-1.0");
        request.Headers.TryAddWithoutValidation("X-Amz-Target", "DynamoDB_20120810.GetItem");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        await Raw.PrepareAsync(request);
        using HttpClient plain = new(new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.None });

        using HttpResponseMessage response = await plain.SendAsync(request, TestContext.Current.CancellationToken);
        byte[] sent = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal("gzip", Assert.Single(response.Content.Headers.ContentEncoding));
        Assert.Equal(Checksum.Of(sent).ToString(), Assert.Single(response.Headers.GetValues("x-amz-crc32")));
        using StreamReader text = new(new GZipStream(new MemoryStream(sent), CompressionMode.Decompress));
        Assert.Contains(new string('x', 5000), await text.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chunked_body_is_taken()
    {
        using HttpRequestMessage request = Raw.Post("""{"Limit":1}"""u8.ToArray(), "application/x-amz-json-1.0");
        request.Headers.TryAddWithoutValidation("X-Amz-Target", "DynamoDB_20120810.ListTables");
        await Raw.PrepareAsync(request);
        request.Headers.TransferEncodingChunked = true;

        RawAnswer answer = await Raw.SendAsIsAsync(request);

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task A_failed_condition_says_message_in_small_letters()
    {
        RawAnswer answer = await table.CallAsync("DeleteItem", """{"TableName":"@T","Key":{"pk":{"S":"nothing"}},"ConditionExpression":"attribute_exists(pk)"}""");

        Assert.Equal("""{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"The conditional request failed"}""", answer.Body);
    }

    [Fact]
    public async Task A_failed_condition_shows_the_item_when_asked()
    {
        string key = await table.PutNewAsync("{a: 1}");

        RawAnswer answer = await table.CallAsync("DeleteItem", $$$"""{"TableName":"@T","Key":{"pk":{"S":"{{{key}}}"}},"ConditionExpression":"attribute_exists(b)","ReturnValuesOnConditionCheckFailure":"ALL_OLD"}""");

        using System.Text.Json.JsonDocument json = answer.Json();
        Assert.Equal("com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", json.RootElement.GetProperty("__type").GetString());
        Assert.Equal("The conditional request failed", json.RootElement.GetProperty("message").GetString());
        Assert.Equal("1", json.RootElement.GetProperty("Item").GetProperty("a").GetProperty("N").GetString());
    }

    [Fact]
    public async Task A_cancelled_transaction_says_message_with_a_capital()
    {
        RawAnswer answer = await table.CallAsync("TransactWriteItems", """{"TransactItems":[{"ConditionCheck":{"TableName":"@T","Key":{"pk":{"S":"nothing"}},"ConditionExpression":"attribute_exists(pk)"}}]}""");

        using System.Text.Json.JsonDocument json = answer.Json();
        Assert.Equal("com.amazonaws.dynamodb.v20120810#TransactionCanceledException", json.RootElement.GetProperty("__type").GetString());
        Assert.Equal("Transaction cancelled, please refer cancellation reasons for specific reasons [ConditionalCheckFailed]", json.RootElement.GetProperty("Message").GetString());
        Assert.Equal("""[{"Code":"ConditionalCheckFailed","Message":"The conditional request failed"}]""", json.RootElement.GetProperty("CancellationReasons").GetRawText().Replace(" ", "", StringComparison.Ordinal).Replace("Theconditionalrequestfailed", "The conditional request failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_validation_error_names_coral()
    {
        RawAnswer answer = await table.CallAsync("Scan", """{"TableName":"@T","FilterExpression":""}""");

        Assert.Equal("""{"__type":"com.amazon.coral.validate#ValidationException","message":"Invalid FilterExpression: The expression can not be empty;"}""", answer.Body);
    }

    [Fact]
    public async Task An_item_keeps_its_json_types()
    {
        RawAnswer put = await table.CallAsync("PutItem", """{"TableName":"@T","Item":{"pk":{"S":"types"},"v":{"L":[{"N":"1"},{"BOOL":true},{"NULL":true},{"B":"AAE="},{"M":{}},{"L":[]},{"SS":["a"]},{"NS":["1"]},{"BS":["AA=="]},{"S":""}]}}}""");
        RawAnswer get = await table.CallAsync("GetItem", """{"TableName":"@T","Key":{"pk":{"S":"types"}},"ProjectionExpression":"v"}""");

        Assert.Equal("{}", put.Body);
        Assert.Equal("""{"Item":{"v":{"L":[{"N":"1"},{"BOOL":true},{"NULL":true},{"B":"AAE="},{"M":{}},{"L":[]},{"SS":["a"]},{"NS":["1"]},{"BS":["AA=="]},{"S":""}]}}}""", get.Body);
    }
}
