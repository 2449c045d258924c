namespace Gateway.DynamoCompat.Wire.Shapes;

/// <summary>What a shape of the service model is.</summary>
internal enum ShapeKind
{
    Text,
    Integer,
    Long,
    Double,
    Boolean,
    Blob,
    Timestamp,
    Structure,
    List,
    Map,
    AttributeValue,
}
