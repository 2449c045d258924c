using System.Buffers;
using System.Text.Json;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Wire;
using Gateway.DynamoCompat.Wire.Shapes;

namespace Gateway.Benchmarks.Wire;

/// <summary>Bodies as SDKs send them.</summary>
internal static class SampleRequests
{
    /// <summary>524 bytes: an item of 10 attributes and a condition.</summary>
    public static readonly byte[] Put = """{"TableName":"orders","Item":{"customer":{"S":"c#4711"},"order":{"S":"2026-11-22#000017"},"state":{"S":"packed"},"total":{"N":"129.95"},"count":{"N":"3"},"express":{"BOOL":true},"address":{"M":{"street":{"S":"Main Street 1"},"city":{"S":"Springfield"},"zip":{"S":"12345"}}},"lines":{"L":[{"M":{"sku":{"S":"A-1"},"n":{"N":"2"}}},{"M":{"sku":{"S":"B-7"},"n":{"N":"1"}}}]},"tags":{"SS":["gift","new"]},"note":{"NULL":true}},"ConditionExpression":"attribute_not_exists(customer)","ReturnConsumedCapacity":"TOTAL"}"""u8.ToArray();

    public static readonly byte[] Get = """{"TableName":"orders","Key":{"customer":{"S":"c#4711"},"order":{"S":"2026-11-22#000017"}},"ConsistentRead":true}"""u8.ToArray();

    public static readonly byte[] Update = """{"TableName":"orders","Key":{"customer":{"S":"c#4711"},"order":{"S":"2026-11-22#000017"}},"UpdateExpression":"SET #s = :s ADD #n :one","ExpressionAttributeNames":{"#s":"state","#n":"count"},"ExpressionAttributeValues":{":s":{"S":"sent"},":one":{"N":"1"}},"ReturnValues":"ALL_NEW"}"""u8.ToArray();

    public static Shape PutInput { get; } = ServiceModel.Dynamo.InputOf("PutItem");

    public static Shape GetInput { get; } = ServiceModel.Dynamo.InputOf("GetItem");

    public static Shape UpdateInput { get; } = ServiceModel.Dynamo.InputOf("UpdateItem");

    public static Value Item { get; } = RequestReader.Read(PutInput, Put).Item("Item");

    /// <summary>Writes the item into a buffer that is used again.</summary>
    public static int WriteItem(ArrayBufferWriter<byte> buffer, Utf8JsonWriter writer)
    {
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        ItemWriter.WriteItem(writer, Item);
        writer.Flush();
        return buffer.WrittenCount;
    }
}
