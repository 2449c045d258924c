using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Tests.Wire;

/// <summary>Texts: observed dynalite 4.0.0, unless a remark says otherwise.</summary>
public sealed class ItemReaderTests
{
    [Theory]
    [InlineData("""{"S":""}""")]
    [InlineData("""{"S":"é😀\"\\"}""")]
    [InlineData("""{"N":"-0.5"}""")]
    [InlineData("""{"B":""}""")]
    [InlineData("""{"B":"AQI="}""")]
    [InlineData("""{"BOOL":true}""")]
    [InlineData("""{"BOOL":false}""")]
    [InlineData("""{"NULL":true}""")]
    [InlineData("""{"SS":["","a"]}""")]
    [InlineData("""{"NS":["-1","2"]}""")]
    [InlineData("""{"BS":["","AQ=="]}""")]
    [InlineData("""{"M":{}}""")]
    [InlineData("""{"L":[]}""")]
    [InlineData("""{"M":{"":{"S":"x"},"a":{"L":[{"M":{"b":{"NULL":true}}}]}}}""")]
    public void A_right_value_reads_as_it_is(string json) => Assert.Equal(json, ValueOf(json).ToString());

    [Theory]
    [InlineData("1e3", "1000")]
    [InlineData("+1", "1")] // dynalite refuses the sign, dynoxide 1.2.1 and Java's decimals take it
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("-0", "0")]
    [InlineData("0e99999999999999", "0")]
    [InlineData("1234567890123456789012345678901234567800000", "1234567890123456789012345678901234567800000")]
    public void A_number_is_kept_by_its_value(string text, string kept) => Assert.Equal(kept, ValueOf($$"""{"N":"{{text}}"}""").AsNumber().ToString());

    [Theory]
    [InlineData("""{"M":{"a":{"S":"1"},"b":{"NULL":true},"a":{"S":"2"}}}""", """{"M":{"a":{"S":"2"},"b":{"NULL":true}}}""")]
    [InlineData("""{"S":"1","S":"2"}""", """{"S":"2"}""")]
    [InlineData("""{"N":"x","N":"1"}""", """{"N":"1"}""")]
    [InlineData("""{"S":"1","N":null}""", """{"S":"1"}""")]
    [InlineData("""{"S":"1","N":"1","N":null}""", """{"S":"1"}""")]
    [InlineData("""{"Q":[{"x":1}],"S":"1","s":"2"}""", """{"S":"1"}""")]
    [InlineData("""{"BOOL":"true"}""", """{"BOOL":true}""")]
    [InlineData("""{"BOOL":"no"}""", """{"BOOL":false}""")]
    [InlineData("""{"\u0053":"1"}""", """{"S":"1"}""")]
    [InlineData("""{"L":[{"M":{"a":{"BS":["AQ=="]},"a":{"NS":["1","2"]},"c":{"B":"AQ=="},"d":{"SS":["x"]},"e":{"BOOL":true}}}]}""", """{"L":[{"M":{"a":{"NS":["1","2"]},"c":{"B":"AQ=="},"d":{"SS":["x"]},"e":{"BOOL":true}}}]}""")]
    public void Odd_spellings_read_too(string json, string value) => Assert.Equal(value, ValueOf(json).ToString());

    [Theory]
    [InlineData("1", "Unexpected value type in payload")]
    [InlineData("\"x\"", "Unexpected value type in payload")]
    [InlineData("true", "Unexpected value type in payload")]
    [InlineData("[]", "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue")]
    [InlineData("""{"S":1}""", "NUMBER_VALUE cannot be converted to String")]
    [InlineData("""{"S":true}""", "TRUE_VALUE cannot be converted to String")]
    [InlineData("""{"S":[]}""", "Unrecognized collection type class java.lang.String")]
    [InlineData("""{"S":{}}""", "Start of structure or map found where not expected")]
    [InlineData("""{"N":1}""", "NUMBER_VALUE cannot be converted to String")]
    [InlineData("""{"N":1.5}""", "DECIMAL_VALUE cannot be converted to String")]
    [InlineData("""{"B":1}""", "only base-64-encoded strings are convertible to bytes")]
    [InlineData("""{"B":true}""", "only base-64-encoded strings are convertible to bytes")]
    [InlineData("""{"B":"abc"}""", "Base64 encoded length is expected a multiple of 4 bytes but found: 3")]
    [InlineData("""{"B":"ab=="}""", "Invalid last non-pad Base64 character dectected")]
    [InlineData("""{"B":"ab-_"}""", "Invalid last non-pad Base64 character dectected")]
    [InlineData("""{"B":"a=bc"}""", "Invalid last non-pad Base64 character dectected")]
    [InlineData("""{"B":"===="}""", "Invalid last non-pad Base64 character dectected")]
    [InlineData("""{"B":"abc\n"}""", "Invalid last non-pad Base64 character dectected")]
    [InlineData("""{"B":[]}""", "Unrecognized collection type class java.nio.ByteBuffer")]
    [InlineData("""{"B":{}}""", "Start of structure or map found where not expected")]
    [InlineData("""{"BOOL":"x"}""", "Unexpected token received from parser")]
    [InlineData("""{"BOOL":1}""", "NUMBER_VALUE cannot be converted to Boolean")]
    [InlineData("""{"BOOL":[]}""", "Unrecognized collection type class java.lang.Boolean")]
    [InlineData("""{"NULL":"x"}""", "Unexpected token received from parser")]
    [InlineData("""{"NULL":{}}""", "Start of structure or map found where not expected")]
    [InlineData("""{"SS":"a"}""", "Unexpected field type")]
    [InlineData("""{"SS":{}}""", "Start of structure or map found where not expected")]
    [InlineData("""{"SS":[1]}""", "NUMBER_VALUE cannot be converted to String")]
    [InlineData("""{"SS":[[]]}""", "Unrecognized collection type class java.lang.String")]
    [InlineData("""{"NS":[1]}""", "NUMBER_VALUE cannot be converted to String")]
    [InlineData("""{"BS":["a"]}""", "Base64 encoded length is expected a multiple of 4 bytes but found: 1")]
    [InlineData("""{"BS":[1]}""", "only base-64-encoded strings are convertible to bytes")]
    [InlineData("""{"M":1}""", "Unexpected field type")]
    [InlineData("""{"M":[]}""", "Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>")]
    [InlineData("""{"L":{}}""", "Start of structure or map found where not expected")]
    [InlineData("""{"L":"a"}""", "Unexpected field type")]
    [InlineData("""{"L":["a"]}""", "Unexpected value type in payload")]
    [InlineData("""{"L":[[]]}""", "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue")]
    [InlineData("""{"M":{"a":1}}""", "Unexpected value type in payload")]
    [InlineData("""{"N":"x","S":1}""", "NUMBER_VALUE cannot be converted to String")]
    public void A_wrong_type_is_refused_at_once(string json, string message) =>
        Assert.Equal($"SerializationException: {message}", Request.Refusal("PutItem", Body("Item", "v", json)));

    [Theory]
    [InlineData("null", Empty)] // dynalite fails; dynoxide 1.2.1 answers so
    [InlineData("{}", Empty)]
    [InlineData("""{"Q":"a"}""", Empty)]
    [InlineData("""{"S":null}""", Empty)]
    [InlineData("""{"L":[null]}""", Empty)]
    [InlineData("""{"L":[{}]}""", Empty)]
    [InlineData("""{"M":{"a":{}}}""", Empty)]
    [InlineData("""{"S":"a","N":"1"}""", "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes")]
    [InlineData("""{"NULL":true,"S":"a"}""", "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes")]
    [InlineData("""{"S":"b","N":"a"}""", "The parameter cannot be converted to a numeric value: a")]
    [InlineData("""{"NULL":false}""", "One or more parameter values were invalid: Null attribute value types must have the value of true")]
    [InlineData("""{"SS":[]}""", "One or more parameter values were invalid: An string set  may not be empty")]
    [InlineData("""{"NS":[]}""", "One or more parameter values were invalid: An number set  may not be empty")]
    [InlineData("""{"BS":[]}""", "One or more parameter values were invalid: Binary sets should not be empty")]
    [InlineData("""{"SS":["a","a"]}""", "One or more parameter values were invalid: Input collection [a, a] contains duplicates.")]
    [InlineData("""{"NS":["1","1.0"]}""", "Input collection contains duplicates")]
    [InlineData("""{"BS":["AQ==","Ag==","AQ=="]}""", "One or more parameter values were invalid: Input collection [AQ==, Ag==, AQ==]of type BS contains duplicates.")]
    [InlineData("""{"NS":["1","x","1"]}""", "The parameter cannot be converted to a numeric value: x")]
    [InlineData("""{"NS":[""]}""", "The parameter cannot be converted to a numeric value")]
    [InlineData("""{"N":""}""", "The parameter cannot be converted to a numeric value")]
    [InlineData("""{"N":" 1"}""", "The parameter cannot be converted to a numeric value:  1")]
    [InlineData("""{"N":"1e"}""", "The parameter cannot be converted to a numeric value: 1e")]
    [InlineData("""{"N":"0x1"}""", "The parameter cannot be converted to a numeric value: 0x1")]
    [InlineData("""{"N":"NaN"}""", "The parameter cannot be converted to a numeric value: NaN")]
    [InlineData("""{"N":"Infinity"}""", "The parameter cannot be converted to a numeric value: Infinity")]
    [InlineData("""{"N":"."}""", "The parameter cannot be converted to a numeric value: .")]
    [InlineData("""{"N":"1e126"}""", Overflow)]
    [InlineData("""{"N":"-1e126"}""", Overflow)]
    [InlineData("""{"N":"1e1000000000"}""", Overflow)]
    [InlineData("""{"N":"1e-131"}""", "Number underflow. Attempting to store a number with magnitude smaller than supported range")]
    [InlineData("""{"N":"1e-1000000000"}""", "Number underflow. Attempting to store a number with magnitude smaller than supported range")]
    [InlineData("""{"N":"123456789012345678901234567890123456789"}""", "Attempting to store more than 38 significant digits in a Number")]
    public void A_value_that_cannot_be_is_refused_when_it_is_asked_for(string json, string message)
    {
        WireStructure input = Request.Read("PutItem", Body("Item", "v", json));
        Assert.True(input.Has("Item"));
        Assert.Equal($"ValidationException: {message}", Request.Refusal(() => input.Item("Item")));
    }

    [Fact]
    public void The_first_fault_of_an_item_counts()
    {
        WireStructure input = Request.Read("PutItem", """{"Item":{"a":{"S":"x"},"b":{"NS":[]},"c":{"SS":[]}}}""");
        Assert.Contains("number set", Request.Refusal(() => input.Item("Item")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"SS":[]}""", "ExpressionAttributeValues contains invalid value: One or more parameter values were invalid: An string set  may not be empty for key :v")]
    [InlineData("""{"N":"x"}""", "ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric value: x for key :v")]
    [InlineData("""{"M":{"a":{}}}""", "ExpressionAttributeValues contains invalid value: " + Empty + " for key :v")]
    public void A_faulty_placeholder_is_named(string json, string message)
    {
        WireStructure input = Request.Read("PutItem", Body("ExpressionAttributeValues", ":v", json));
        Assert.Equal($"ValidationException: {message}", Request.Refusal(() => input.Item("ExpressionAttributeValues")));
    }

    [Theory]
    [InlineData("""{"SS":[]}""", "The provided starting key is invalid: One or more parameter values were invalid: An string set  may not be empty")]
    [InlineData("{}", "The provided starting key is invalid: " + Empty)]
    [InlineData("""{"NS":[]}""", "One or more parameter values were invalid: An number set  may not be empty")]
    [InlineData("""{"N":"x"}""", "The parameter cannot be converted to a numeric value: x")]
    [InlineData("""{"SS":["a","a"]}""", "One or more parameter values were invalid: Input collection [a, a] contains duplicates.")]
    public void A_faulty_start_key_says_so_for_some_faults(string json, string message)
    {
        WireStructure input = Request.Read("Scan", Body("ExclusiveStartKey", "a", json));
        Assert.Equal($"ValidationException: {message}", Request.Refusal(() => input.Item("ExclusiveStartKey")));
    }

    // 31 maps around a text are taken and 32 are not: captured by others against the service in eu-west-2 in June 2026. That the text of
    // placeholders has no preamble, and that an empty map or list may be the 32nd level, is a guess.
    [Theory]
    [InlineData(31, """{"S":"x"}""", true)]
    [InlineData(32, """{"S":"x"}""", false)]
    [InlineData(31, """{"M":{}}""", true)]
    [InlineData(31, """{"L":[]}""", true)]
    [InlineData(31, """{"SS":["x"]}""", true)]
    [InlineData(32, """{"M":{}}""", false)]
    [InlineData(400, """{"S":"x"}""", false)]
    public void Values_nest_32_levels(int maps, string innermost, bool isTaken)
    {
        string json = string.Concat(Enumerable.Repeat("""{"M":{"a":""", maps)) + innermost + string.Concat(Enumerable.Repeat("}}", maps));
        foreach (string member in new[] { "Item", "ExpressionAttributeValues" })
        {
            WireStructure input = Request.Read("PutItem", Body(member, ":v", json));
            if (isTaken) Assert.Equal(1, input.Item(member).Count);
            else Assert.Equal($"ValidationException: {TooDeep}", Request.Refusal(() => input.Item(member)));
        }

        string list = string.Concat(Enumerable.Repeat("""{"L":[""", maps)) + innermost + string.Concat(Enumerable.Repeat("]}", maps));
        WireStructure statement = Request.Read("ExecuteStatement", $$"""{"Parameters":[{{list}}]}""");
        if (isTaken) Assert.Equal(ValueKind.List, statement.Values("Parameters")![0].Kind);
        else Assert.Equal($"ValidationException: {TooDeep}", Request.Refusal(() => statement.Values("Parameters")));
    }

    private const string Empty = "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";

    private const string Overflow = "Number overflow. Attempting to store a number with magnitude larger than supported range";

    private const string TooDeep = "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit";

    private static string Body(string member, string name, string json) => $"{{\"{member}\":{{\"{name}\":{json}}}}}";

    private static Value ValueOf(string json) => Request.Read("PutItem", Body("Item", "v", json)).Item("Item")["v"];
}
