using System.Text.Json;
using Gateway.DynamoCompat.Wire.Shapes;

namespace Gateway.DynamoCompat.Wire;

/// <summary>What DynamoDB says of JSON of the wrong type: it depends on what was expected, on what came, and on whether it is a member or an element.</summary>
internal static class WireTypes
{
    private const string Package = "com.amazonaws.dynamodb.v20120810.";

    /// <summary>The refusal of the value at the reader.</summary>
    /// <param name="reader">At the first token of a value that is not of the shape, and not null.</param>
    /// <param name="shape">What was expected.</param>
    /// <param name="isElement">True in a list or a map, false for a member of a structure.</param>
    public static WireException Refuse(ref Utf8JsonReader reader, Shape shape, bool isElement) => new(ErrorOf(ref reader, shape, isElement));

    /// <summary>The refusal of what stands at the reader in place of an AttributeValue.</summary>
    public static WireException RefuseValue(ref Utf8JsonReader reader, bool isElement) => new(reader.TokenType switch
    {
        JsonTokenType.StartArray => DynamoErrors.UnrecognizedCollection("class " + Package + "AttributeValue"),
        _ when isElement => DynamoErrors.UnexpectedElement(),
        _ => DynamoErrors.UnexpectedField(),
    });

    /// <summary>The refusal of what stands at the reader in place of a map to AttributeValues.</summary>
    public static WireException RefuseItem(ref Utf8JsonReader reader, bool isElement) => new(reader.TokenType switch
    {
        JsonTokenType.StartArray => DynamoErrors.UnrecognizedCollection($"java.util.Map<java.lang.String, {Package}AttributeValue>"),
        _ when isElement => DynamoErrors.UnexpectedGeneric(),
        _ => DynamoErrors.UnexpectedField(),
    });

    /// <summary>The refusal of what stands at the reader in place of a text, a truth value or a blob.</summary>
    public static WireException RefuseScalar(ref Utf8JsonReader reader, ShapeKind kind) => new(ScalarError(ref reader, kind));

    /// <summary>The refusal of what stands at the reader in place of a list.</summary>
    public static WireException RefuseList(ref Utf8JsonReader reader, bool isElement) => new(reader.TokenType switch
    {
        JsonTokenType.StartObject => DynamoErrors.UnexpectedStructure(),
        _ when isElement => DynamoErrors.UnexpectedGeneric(),
        _ => DynamoErrors.UnexpectedField(),
    });

    private static DynamoError ErrorOf(ref Utf8JsonReader reader, Shape shape, bool isElement) => shape.Kind switch
    {
        ShapeKind.List => RefuseList(ref reader, isElement).Error,
        ShapeKind.Map when reader.TokenType == JsonTokenType.StartArray => DynamoErrors.UnrecognizedCollection(NameOf(shape)),
        ShapeKind.Map => isElement ? DynamoErrors.UnexpectedGeneric() : DynamoErrors.UnexpectedField(),
        ShapeKind.Structure or ShapeKind.AttributeValue when reader.TokenType == JsonTokenType.StartArray => DynamoErrors.UnrecognizedCollection("class " + NameOf(shape)),
        ShapeKind.Structure or ShapeKind.AttributeValue => isElement ? DynamoErrors.UnexpectedElement() : DynamoErrors.UnexpectedField(),
        _ => ScalarError(ref reader, shape.Kind),
    };

    private static DynamoError ScalarError(ref Utf8JsonReader reader, ShapeKind kind) => reader.TokenType switch
    {
        JsonTokenType.StartArray => DynamoErrors.UnrecognizedCollection("class " + NameOf(kind)),
        JsonTokenType.StartObject => DynamoErrors.UnexpectedStructure(),
        _ when kind == ShapeKind.Blob => DynamoErrors.BlobIsNoText(),
        JsonTokenType.String when kind == ShapeKind.Boolean => DynamoErrors.UnexpectedToken(),
        JsonTokenType token => DynamoErrors.CannotBeConverted(token, token == JsonTokenType.Number && IsDecimal(reader.ValueSpan), NameOf(kind).Split('.')[^1]),
    };

    private static bool IsDecimal(ReadOnlySpan<byte> number) => number.ContainsAny(".eE"u8);

    private static string NameOf(Shape shape) => shape.Kind switch
    {
        ShapeKind.Structure or ShapeKind.AttributeValue => Package + shape.Name,
        ShapeKind.List => $"java.util.List<{NameOf(shape.Element!)}>",
        ShapeKind.Map => $"java.util.Map<java.lang.String, {NameOf(shape.Element!)}>",
        _ => NameOf(shape.Kind),
    };

    // That moments are dates in Java, as in AWS's own clients, is a guess; nobody has recorded what the service says of a wrong one.
    private static string NameOf(ShapeKind kind) => kind switch
    {
        ShapeKind.Text => "java.lang.String",
        ShapeKind.Integer => "java.lang.Integer",
        ShapeKind.Long => "java.lang.Long",
        ShapeKind.Double => "java.lang.Double",
        ShapeKind.Boolean => "java.lang.Boolean",
        ShapeKind.Timestamp => "java.util.Date",
        _ => "java.nio.ByteBuffer",
    };
}
