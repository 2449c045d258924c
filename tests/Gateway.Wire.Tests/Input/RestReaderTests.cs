using System.Text;
using System.Text.Json;
using Gateway.Wire.Answers;
using Gateway.Wire.Faces;
using Gateway.Wire.Input;
using Gateway.Wire.Models;

namespace Gateway.Wire.Tests.Input;

public sealed class RestReaderTests
{
    private static readonly RestRouter Lambda = new(ServiceModel.Lambda);

    [Fact]
    public void Labels_are_decoded_and_parameters_and_headers_are_read()
    {
        WireInput input = Read("POST", "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af/invocations", "Qualifier=%24LATEST", """{"a":1}""", ("x-amz-log-type", "Tail"));

        Assert.Equal("arn:aws:lambda:us-east-1:000000000000:function:f", input.Text("FunctionName"));
        Assert.Equal("$LATEST", input.Text("Qualifier"));
        Assert.Equal("Tail", input.Text("LogType"));
        Assert.Equal("""{"a":1}"""u8.ToArray(), input.Bytes("Payload"));
    }

    [Fact]
    public void A_body_is_read_by_its_shape()
    {
        WireInput input = Read("POST", "/2015-03-31/functions", "", """
            {"FunctionName":"f","Code":{"ZipFile":"AQID","Unknown":{"x":[1]}},"Environment":{"Variables":{"B":"2","A":"1"}},"MemorySize":256,"Publish":true,"Layers":["l1","l2"],"Runtime":null}
            """);

        Assert.Equal("f", input.Required("FunctionName"));
        Assert.Equal<byte>([1, 2, 3], input.Structure("Code")!.Bytes("ZipFile")!);
        Assert.Equal(["B", "A"], input.Structure("Environment")!.TextMap("Variables")!.Keys);
        Assert.Equal(256, input.Int("MemorySize"));
        Assert.True(input.Flag("Publish"));
        Assert.Equal(["l1", "l2"], input.Texts("Layers")!);
        Assert.False(input.Has("Runtime"));
    }

    [Fact]
    public void A_list_in_the_query_may_be_repeated()
    {
        WireInput input = Read("DELETE", "/2017-03-31/tags/arn:aws:lambda:us-east-1:000000000000:function:f", "tagKeys=a&tagKeys=b%20c", "");

        Assert.Equal(["a", "b c"], input.Texts("TagKeys")!);
    }

    [Theory]
    [InlineData("""{"FunctionName":1}""", "NUMBER_VALUE can not be converted to a Text")]
    [InlineData("""{"MemorySize":"x"}""", "STRING_VALUE can not be converted to an Integer")]
    [InlineData("""{"Code":{"ZipFile":"?"}}""", "Invalid Base64 encoding")]
    [InlineData("""[]""", "START_ARRAY can not be converted to a structure")]
    public void A_value_of_another_type_is_refused(string body, string message)
    {
        WireException refusal = Assert.Throws<WireException>(() => Read("POST", "/2015-03-31/functions", "", body));

        Assert.Equal("SerializationException", refusal.Error.Code);
        Assert.Equal(message, refusal.Error.Message);
    }

    [Theory]
    [InlineData("""{"FunctionName":""")]
    [InlineData("""{} {}""")]
    [InlineData("""nonsense""")]
    public void A_body_that_is_not_json_is_refused(string body) => Assert.ThrowsAny<JsonException>(() => Read("POST", "/2015-03-31/functions", "", body));

    [Fact]
    public void Depth_is_bounded()
    {
        string body = $$"""{"Unknown":{{new string('[', 100)}}{{new string(']', 100)}}}""";

        Assert.ThrowsAny<JsonException>(() => Read("POST", "/2015-03-31/functions", "", body));
    }

    [Theory]
    [InlineData("GET", "/2018-10-31/layers", "find=LayerVersion&Arn=x", "GetLayerVersionByArn")]
    [InlineData("GET", "/2018-10-31/layers", "", "ListLayers")]
    [InlineData("GET", "/2015-03-31/functions/", "", "ListFunctions")]
    [InlineData("GET", "/2019-09-30/functions/f/provisioned-concurrency", "List=ALL", "ListProvisionedConcurrencyConfigs")]
    [InlineData("GET", "/2019-09-30/functions/f/provisioned-concurrency", "Qualifier=1", "GetProvisionedConcurrencyConfig")]
    [InlineData("PATCH", "/2015-03-31/functions", "", null)]
    [InlineData("GET", "/", "", null)]
    [InlineData("GET", "", "", null)]
    public void The_query_decides_between_operations(string method, string path, string query, string? operation) =>
        Assert.Equal(operation, Lambda.Find(method, path, query)?.Operation.Name);

    private static WireInput Read(string method, string path, string query, string body, params (string Name, string Value)[] headers)
    {
        FaceRequest request = new()
        {
            AccountId = "000000000000",
            Region = "us-east-1",
            RequestId = "r",
            Method = method,
            Path = path,
            Query = query,
            Headers = [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))],
            Body = Encoding.UTF8.GetBytes(body),
        };
        return RestReader.Read(Lambda.Find(method, path, query)!, request);
    }
}
