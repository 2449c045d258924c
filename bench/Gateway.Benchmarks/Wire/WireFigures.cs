using System.Buffers;
using System.Text.Json;
using Gateway.DynamoCompat.Validation;
using Gateway.DynamoCompat.Wire;

namespace Gateway.Benchmarks.Wire;

/// <summary>Reading requests and writing items, in half a minute.</summary>
internal static class WireFigures
{
    public static void Print(TextWriter output)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer, ItemWriter.Options);
        Figures.Measure(output, $"read PutItem, {SampleRequests.Put.Length} bytes", () => RequestReader.Read(SampleRequests.PutInput, SampleRequests.Put));
        Figures.Measure(output, "the same, only the JSON's tokens", () => Tokens(SampleRequests.Put));
        Figures.Measure(output, $"read GetItem, {SampleRequests.Get.Length} bytes", () => RequestReader.Read(SampleRequests.GetInput, SampleRequests.Get));
        Figures.Measure(output, $"read UpdateItem, {SampleRequests.Update.Length} bytes", () => RequestReader.Read(SampleRequests.UpdateInput, SampleRequests.Update));
        WireStructure put = RequestReader.Read(SampleRequests.PutInput, SampleRequests.Put);
        Figures.Measure(output, "check PutItem's constraints", () => Constraints.Check(put));
        Figures.Measure(output, $"write the item, {SampleRequests.WriteItem(buffer, writer)} bytes", () => SampleRequests.WriteItem(buffer, writer));
    }

    private static int Tokens(byte[] json)
    {
        Utf8JsonReader reader = new(json);
        int tokens = 0;
        while (reader.Read()) tokens++;
        return tokens;
    }
}
