using System.Buffers;
using System.Text;
using System.Text.Json;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Tests.Wire;

public sealed class ErrorWriterTests
{
    [Fact]
    public void An_error_has_its_type_and_its_message()
    {
        AssertWritten("""{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"Requested \"r\" é"}""", new DynamoError("ResourceNotFoundException", "Requested \"r\" é"));
        AssertWritten("""{"__type":"com.amazon.coral.validate#ValidationException","message":"no"}""", DynamoErrors.Validation("no"));
        AssertWritten("""{"__type":"com.amazon.coral.service#SerializationException"}""", DynamoErrors.Serialization());
        AssertWritten("""{"__type":"com.amazon.coral.service#SerializationException","Message":"Unexpected field type"}""", DynamoErrors.UnexpectedField());
        AssertWritten("""{"__type":"com.amazon.coral.service#UnknownOperationException"}""", DynamoErrors.UnknownOperation());
    }

    [Fact]
    public void The_model_decides_how_message_is_spelled()
    {
        AssertWritten("""{"__type":"com.amazonaws.dynamodb.v20120810#TransactionInProgressException","Message":"m"}""", DynamoErrors.Service("TransactionInProgressException", "m"));
        AssertWritten("""{"__type":"com.amazonaws.dynamodb.v20120810#TransactionConflictException","message":"m"}""", DynamoErrors.Service("TransactionConflictException", "m"));
        Assert.Equal(500, DynamoErrors.InternalServerError().Status);
    }

    [Fact]
    public void A_kind_of_error_may_say_more()
    {
        AssertWritten("""{"__type":"com.amazonaws.dynamodb.v20120810#Odd","Count":2,"message":"m"}""", new OddError(2));
        AssertWritten(
            """{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","Item":{"a":{"N":"1"}},"message":"The conditional request failed"}""",
            DynamoErrors.ConditionFailed(Value.Map(("a", Value.Number("1")))));
        AssertWritten(
            """{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"The conditional request failed"}""",
            DynamoErrors.ConditionFailed(default));
    }

    private static void AssertWritten(string expected, DynamoError error)
    {
        ArrayBufferWriter<byte> answer = new();
        ErrorWriter.Write(error, answer);
        Assert.Equal(expected, Encoding.UTF8.GetString(answer.WrittenSpan));
    }

    private sealed record OddError(int Count) : DynamoError("Odd", "m")
    {
        protected internal override void WriteMembers(Utf8JsonWriter answer) => answer.WriteNumber("Count"u8, Count);
    }
}
