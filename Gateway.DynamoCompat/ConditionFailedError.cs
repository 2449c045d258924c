using System.Text.Json;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat;

/// <summary>A write whose condition does not hold.</summary>
/// <param name="Item">The item, if the request asks for it; none otherwise.</param>
internal sealed record ConditionFailedError(Value Item) : DynamoError("ConditionalCheckFailedException", "The conditional request failed")
{
    private static readonly JsonEncodedText ItemName = JsonEncodedText.Encode("Item");

    /// <inheritdoc/>
    protected internal override void WriteMembers(Utf8JsonWriter answer) => ItemWriter.WriteItem(answer, ItemName, Item);
}
