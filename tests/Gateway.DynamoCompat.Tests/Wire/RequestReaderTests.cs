using System.Text;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Tests.Wire;

/// <summary>Texts: observed dynalite 4.0.0, unless a remark says otherwise.</summary>
public sealed class RequestReaderTests
{
    [Fact]
    public void A_request_reads_by_its_members()
    {
        WireStructure input = Request.Read("PutItem", """{"TableName":"t","Item":{"a":{"S":"x"},"n":{"N":"1.50"}},"Unknown":[{}],"ReturnValues":null}""");

        Assert.Equal("t", input.Text("TableName"));
        Assert.Equal("""{"M":{"a":{"S":"x"},"n":{"N":"1.5"}}}""", input.Item("Item").ToString());
        Assert.False(input.Has("ReturnValues"));
        Assert.Null(input.Text("ReturnValues"));
        Assert.Null(input.Text("ConditionExpression"));
        Assert.True(input.Item("ExpressionAttributeValues").IsNone);
    }

    [Fact]
    public void Structures_lists_and_maps_nest()
    {
        WireStructure input = Request.Read("CreateTable", """
            {"TableName":"t","KeySchema":[{"AttributeName":"a","KeyType":"HASH"},null,{"AttributeName":"b","KeyType":"RANGE"}],
             "ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":7.9},"DeletionProtectionEnabled":false,
             "GlobalSecondaryIndexes":[{"IndexName":"i","Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["x","y"]}}]}
            """);

        Assert.Equal(["a", "b"], input.Structures("KeySchema")!.Select(element => element.Text("AttributeName")));
        Assert.Equal(5, input.Structure("ProvisionedThroughput")!.Number("ReadCapacityUnits"));
        Assert.Equal(7, input.Structure("ProvisionedThroughput")!.Number("WriteCapacityUnits"));
        Assert.False(input.Flag("DeletionProtectionEnabled"));
        Assert.Equal(["x", "y"], input.Structures("GlobalSecondaryIndexes")![0].Structure("Projection")!.Texts("NonKeyAttributes")!);
        Assert.Null(input.Structures("LocalSecondaryIndexes"));
    }

    [Fact]
    public void Maps_keep_the_order_of_the_request()
    {
        WireStructure input = Request.Read("BatchWriteItem", """{"RequestItems":{"z":[{"PutRequest":{"Item":{"a":{"N":"1"}}}}],"a":[{"DeleteRequest":{"Key":{"a":{"N":"2"}}}}]}}""");

        IReadOnlyList<KeyValuePair<string, IReadOnlyList<WireStructure>>> tables = input.StructureListMap("RequestItems")!;
        Assert.Equal(["z", "a"], tables.Select(table => table.Key));
        Assert.Equal("""{"M":{"a":{"N":"1"}}}""", tables[0].Value[0].Structure("PutRequest")!.Item("Item").ToString());
        Assert.Null(tables[0].Value[0].Structure("DeleteRequest"));
    }

    [Fact]
    public void Keys_of_a_batch_read_as_items()
    {
        WireStructure input = Request.Read("BatchGetItem", """{"RequestItems":{"t":{"Keys":[{"a":{"S":"1"}},{"a":{"S":"2"}}],"ConsistentRead":true}}}""");

        WireStructure table = input.StructureMap("RequestItems")![0].Value;
        Assert.Equal(["""{"M":{"a":{"S":"1"}}}""", """{"M":{"a":{"S":"2"}}}"""], table.Items("Keys")!.Select(key => key.ToString()));
        Assert.True(table.Flag("ConsistentRead"));
    }

    [Fact]
    public void Values_of_statements_read_one_by_one()
    {
        WireStructure input = Request.Read("ExecuteStatement", """{"Statement":"s","Parameters":[{"S":"a"},{"N":"2"},{"SS":["y","x"]}]}""");

        Assert.Equal(["""{"S":"a"}""", """{"N":"2"}""", """{"SS":["x","y"]}"""], input.Values("Parameters")!.Select(value => value.ToString()));
    }

    [Fact]
    public void Moments_read_as_seconds() =>
        Assert.Equal(1700000000.5, Request.Read("ListBackups", """{"TimeRangeLowerBound":1700000000.5}""").Real("TimeRangeLowerBound"));

    [Fact]
    public void The_last_of_two_members_counts()
    {
        WireStructure input = Request.Read("GetItem", """
            {"TableName":"first","TableName":"last","ConsistentRead":true,"ConsistentRead":null,
             "ExpressionAttributeNames":{"#a":"x","#b":"y","#a":"z"},"Key":{"a":{"N":"no number"},"a":{"S":"x","N":"1","N":null}}}
            """);

        Assert.Equal("last", input.Text("TableName"));
        Assert.Null(input.Flag("ConsistentRead"));
        Assert.Equal(["#a=z", "#b=y"], input.TextMap("ExpressionAttributeNames")!.Select(pair => $"{pair.Key}={pair.Value}"));
        Assert.Equal("""{"M":{"a":{"S":"x"}}}""", input.Item("Key").ToString());
    }

    [Fact]
    public void Escapes_read_wherever_a_text_may_stand()
    {
        WireStructure input = Request.Read("GetItem", """{"T\u0061bleName":"t\u00e9\n","K\u0065y":{"\u0061":{"\u0053":"\ud83d\ude00"},"b":{"N":"\u0031"},"c":{"B":"YW\/A"}}}""");

        Assert.Equal("té\n", input.Text("TableName"));
        Assert.Equal("😀", input.Item("Key")["a"].AsString());
        Assert.Equal("1", input.Item("Key")["b"].AsNumber().ToString());
        Assert.Equal([0x61, 0x6F, 0xC0], input.Item("Key")["c"].BinaryBytes.ToArray());
    }

    [Theory]
    [InlineData("\"true\"", true)]
    [InlineData("\"YES\"", true)]
    [InlineData("\"1\"", true)]
    [InlineData("\"False\"", false)]
    [InlineData("\"no\"", false)]
    [InlineData("\"0\"", false)]
    public void Some_texts_are_truth_values(string json, bool expected) =>
        Assert.Equal(expected, Request.Read("GetItem", $$"""{"ConsistentRead":{{json}}}""").Flag("ConsistentRead"));

    // What the service makes of integers out of range is not known.
    [Theory]
    [InlineData("10", 10)]
    [InlineData("10.9", 10)]
    [InlineData("-10.9", -10)]
    [InlineData("1e3", 1000)]
    [InlineData("2147483648", int.MaxValue)]
    [InlineData("-99999999999999999999999", int.MinValue)]
    [InlineData("1e999999", int.MaxValue)]
    public void Integers_lose_their_fraction_and_stay_in_range(string json, long expected) =>
        Assert.Equal(expected, Request.Read("Scan", $$"""{"Limit":{{json}}}""").Number("Limit"));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("{\"TableName\":}")]
    [InlineData("{\"TableName\":\"a\"")]
    [InlineData("{\"TableName\":\"a\",}")]
    [InlineData("{\"TableName\":NaN}")]
    [InlineData("{\"TableName\":'a'}")]
    [InlineData("{TableName:\"a\"}")]
    [InlineData("{}{}")]
    [InlineData("{} x")]
    [InlineData("{\"TableName\":\"a\tb\"}")]
    [InlineData("{\"TableName\":\"\\x\"}")]
    [InlineData("{\"TableName\":\"\\ud800\"}")]
    [InlineData("{\"Key\":{\"a\":{\"S\":\"\\udc00\"}}}")]
    [InlineData("{\"Key\":{\"\\ud800\":{\"S\":\"x\"}}}")]
    [InlineData("{\"Key\":{\"a\":{\"N\":\"x\",\"S\":\"\\udc00\"}}}")]
    [InlineData("/* */{}")]
    [InlineData("not json")]
    public void What_is_no_json_is_refused_without_a_message(string body) => Assert.Equal("SerializationException", Request.Refusal("GetItem", body));

    [Fact]
    public void Invalid_utf8_is_refused_without_a_message() =>
        Assert.Equal("SerializationException", Request.Refusal(() => Request.Read("GetItem", [.. "{\"TableName\":\"a"u8, 0xC3, 0x28, .. "\"}"u8])));

    [Fact]
    public void A_mark_of_byte_order_is_passed_over()
    {
        byte[] body = [.. Encoding.UTF8.Preamble, .. """{"TableName":"t","KeySchema":[]}"""u8];
        Assert.Equal("t", Request.Read("CreateTable", body).Text("TableName"));
    }

    // Nobody has recorded what the service says of a body that is JSON but no object.
    [Theory]
    [InlineData("[]", "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.GetItemInput")]
    [InlineData("\"x\"", "Unexpected value type in payload")]
    [InlineData("1", "Unexpected value type in payload")]
    [InlineData("null", "Unexpected value type in payload")]
    [InlineData("true", "Unexpected value type in payload")]
    public void A_body_is_an_object(string body, string message) => Assert.Equal($"SerializationException: {message}", Request.Refusal("GetItem", body));

    [Theory]
    [InlineData("GetItem", "TableName", "1", "NUMBER_VALUE cannot be converted to String")]
    [InlineData("GetItem", "TableName", "1.5", "DECIMAL_VALUE cannot be converted to String")]
    [InlineData("GetItem", "TableName", "true", "TRUE_VALUE cannot be converted to String")]
    [InlineData("GetItem", "TableName", "false", "FALSE_VALUE cannot be converted to String")]
    [InlineData("GetItem", "TableName", "[]", "Unrecognized collection type class java.lang.String")]
    [InlineData("GetItem", "TableName", "{}", "Start of structure or map found where not expected")]
    [InlineData("GetItem", "ConsistentRead", "\"x\"", "Unexpected token received from parser")]
    [InlineData("GetItem", "ConsistentRead", "1", "NUMBER_VALUE cannot be converted to Boolean")]
    [InlineData("GetItem", "ConsistentRead", "1.5", "DECIMAL_VALUE cannot be converted to Boolean")]
    [InlineData("GetItem", "ConsistentRead", "[]", "Unrecognized collection type class java.lang.Boolean")]
    [InlineData("GetItem", "ConsistentRead", "{}", "Start of structure or map found where not expected")]
    [InlineData("GetItem", "Key", "1", "Unexpected field type")]
    [InlineData("GetItem", "Key", "\"x\"", "Unexpected field type")]
    [InlineData("GetItem", "Key", "true", "Unexpected field type")]
    [InlineData("GetItem", "Key", "[]", "Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>")]
    [InlineData("GetItem", "AttributesToGet", "\"x\"", "Unexpected field type")]
    [InlineData("GetItem", "AttributesToGet", "1", "Unexpected field type")]
    [InlineData("GetItem", "AttributesToGet", "{}", "Start of structure or map found where not expected")]
    [InlineData("GetItem", "AttributesToGet", "[1]", "NUMBER_VALUE cannot be converted to String")]
    [InlineData("GetItem", "AttributesToGet", "[{}]", "Start of structure or map found where not expected")]
    [InlineData("GetItem", "AttributesToGet", "[[]]", "Unrecognized collection type class java.lang.String")]
    [InlineData("GetItem", "ExpressionAttributeNames", "\"x\"", "Unexpected field type")]
    [InlineData("GetItem", "ExpressionAttributeNames", "[]", "Unrecognized collection type java.util.Map<java.lang.String, java.lang.String>")]
    [InlineData("GetItem", "ExpressionAttributeNames", "{\"#a\":1}", "NUMBER_VALUE cannot be converted to String")]
    [InlineData("GetItem", "ExpressionAttributeNames", "{\"#a\":[]}", "Unrecognized collection type class java.lang.String")]
    [InlineData("GetItem", "ExpressionAttributeNames", "{\"#a\":{}}", "Start of structure or map found where not expected")]
    [InlineData("GetItem", "ReturnConsumedCapacity", "1", "NUMBER_VALUE cannot be converted to String")]
    [InlineData("Scan", "Limit", "\"10\"", "STRING_VALUE cannot be converted to Integer")]
    [InlineData("Scan", "Limit", "true", "TRUE_VALUE cannot be converted to Integer")]
    [InlineData("Scan", "Limit", "[]", "Unrecognized collection type class java.lang.Integer")]
    [InlineData("Scan", "Limit", "{}", "Start of structure or map found where not expected")]
    [InlineData("CreateTable", "KeySchema", "1", "Unexpected field type")]
    [InlineData("CreateTable", "KeySchema", "{}", "Start of structure or map found where not expected")]
    [InlineData("CreateTable", "KeySchema", "[1]", "Unexpected value type in payload")]
    [InlineData("CreateTable", "KeySchema", "[[]]", "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.KeySchemaElement")]
    [InlineData("CreateTable", "ProvisionedThroughput", "\"x\"", "Unexpected field type")]
    [InlineData("CreateTable", "ProvisionedThroughput", "[]", "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.ProvisionedThroughput")]
    [InlineData("CreateTable", "ProvisionedThroughput", "{\"ReadCapacityUnits\":\"x\"}", "STRING_VALUE cannot be converted to Long")]
    [InlineData("CreateTable", "ProvisionedThroughput", "{\"ReadCapacityUnits\":false}", "FALSE_VALUE cannot be converted to Long")]
    [InlineData("CreateTable", "ProvisionedThroughput", "{\"ReadCapacityUnits\":[]}", "Unrecognized collection type class java.lang.Long")]
    [InlineData("CreateTable", "LocalSecondaryIndexes", "[{\"Projection\":1}]", "Unexpected field type")]
    [InlineData("BatchGetItem", "RequestItems", "[]", "Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.KeysAndAttributes>")]
    [InlineData("BatchGetItem", "RequestItems", "{\"a\":1}", "Unexpected value type in payload")]
    [InlineData("BatchGetItem", "RequestItems", "{\"a\":[]}", "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.KeysAndAttributes")]
    [InlineData("BatchGetItem", "RequestItems", "{\"abc\":{\"Keys\":[1]}}", Generic)]
    [InlineData("BatchGetItem", "RequestItems", "{\"abc\":{\"Keys\":[[]]}}", "Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>")]
    [InlineData("BatchGetItem", "RequestItems", "{\"abc\":{\"Keys\":\"a\"}}", "Unexpected field type")]
    [InlineData("BatchWriteItem", "RequestItems", "[]", "Unrecognized collection type java.util.Map<java.lang.String, java.util.List<com.amazonaws.dynamodb.v20120810.WriteRequest>>")]
    [InlineData("BatchWriteItem", "RequestItems", "{\"abc\":\"x\"}", Generic)]
    [InlineData("BatchWriteItem", "RequestItems", "{\"abc\":{}}", "Start of structure or map found where not expected")]
    [InlineData("BatchWriteItem", "RequestItems", "{\"abc\":[1]}", "Unexpected value type in payload")]
    [InlineData("BatchWriteItem", "RequestItems", "{\"abc\":[[]]}", "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.WriteRequest")]
    [InlineData("BatchWriteItem", "RequestItems", "{\"abc\":[{\"PutRequest\":1}]}", "Unexpected field type")]
    [InlineData("PutItem", "Expected", "{\"a\":{\"Value\":1}}", "Unexpected field type")]
    public void A_wrong_type_has_its_words(string operation, string member, string json, string message) =>
        Assert.Equal($"SerializationException: {message}", Request.Refusal(operation, $$"""{"{{member}}":{{json}}}"""));

    [Fact]
    public void Asking_for_what_a_shape_does_not_have_is_a_bug()
    {
        WireStructure input = Request.Read("GetItem", "{}");
        Assert.Throws<KeyNotFoundException>(() => input.Text("Tablename"));
        Assert.Throws<InvalidCastException>(() => input.Number("ConsistentRead"));
    }

    private const string Generic =
        "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class java.lang.Class "
        + "(sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and java.lang.Class are in module java.base of loader 'bootstrap')";
}
