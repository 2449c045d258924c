using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Tables;

/// <summary>Reads what requests on tables have in common.</summary>
internal static class TableReader
{
    public static KeyElement[]? Key(WireStructure input) =>
        input.Structures("KeySchema") is { } elements ? [.. elements.Select(element => new KeyElement(element.Text("AttributeName")!, element.Text("KeyType")!))] : null;

    public static AttributeDefinition[]? Attributes(WireStructure input) =>
        input.Structures("AttributeDefinitions") is { } definitions ? [.. definitions.Select(one => new AttributeDefinition(one.Text("AttributeName")!, one.Text("AttributeType")!))] : null;

    public static IndexRequest[]? Indexes(WireStructure input, string member, bool isGlobal) =>
        input.Structures(member) is { } indexes ? [.. indexes.Select(index => Index(index, isGlobal))] : null;

    public static IndexRequest Index(WireStructure index, bool isGlobal) => new()
    {
        Name = index.Text("IndexName")!,
        IsGlobal = isGlobal,
        Key = Key(index)!,
        Projection = index.Structure("Projection")?.Text("ProjectionType"),
        NonKeyAttributes = index.Structure("Projection")?.Texts("NonKeyAttributes"),
        Provisioned = isGlobal ? Provisioned(index) : null,
        OnDemand = isGlobal ? OnDemand(index, "OnDemandThroughput") : null,
        Warm = isGlobal ? Warm(index) : null,
    };

    public static RequestUnits? Provisioned(WireStructure input, string member = "ProvisionedThroughput") => Units(input, member, "ReadCapacityUnits", "WriteCapacityUnits");

    /// <summary>Null also for a structure without members: DynamoDB drops it.</summary>
    public static RequestUnits? OnDemand(WireStructure input, string member) => Units(input, member, "MaxReadRequestUnits", "MaxWriteRequestUnits");

    public static RequestUnits? Warm(WireStructure input) => Units(input, "WarmThroughput", "ReadUnitsPerSecond", "WriteUnitsPerSecond");

    /// <exception cref="WireException">There is no such class.</exception>
    public static string? TableClass(WireStructure input) =>
        input.Text("TableClass") is null or "STANDARD" or "STANDARD_INFREQUENT_ACCESS" ? input.Text("TableClass") : throw new WireException(DynamoErrors.UnknownTableClass);

    public static StreamView View(string? type) => type switch
    {
        "KEYS_ONLY" => StreamView.KeysOnly,
        "NEW_IMAGE" => StreamView.NewImage,
        "OLD_IMAGE" => StreamView.OldImage,
        "NEW_AND_OLD_IMAGES" => StreamView.NewAndOldImages,
        _ => StreamView.None,
    };

    private static RequestUnits? Units(WireStructure input, string member, string reads, string writes) =>
        input.Structure(member) is { } units && (units.Has(reads) || units.Has(writes)) ? new RequestUnits(units.Number(reads), units.Number(writes)) : null;
}
