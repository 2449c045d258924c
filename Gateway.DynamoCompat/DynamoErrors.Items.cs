using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat;

/// <content>Keys, items and the conditions of writes.</content>
internal static partial class DynamoErrors
{
    private const string Invalid = "One or more parameter values were invalid: ";

    private const string NotValid = "One or more parameter values are not valid. ";

    public static DynamoError KeyDoesNotMatchSchema { get; } = Validation("The provided key element does not match the schema");

    public static DynamoError PartitionKeyTooLong { get; } = Validation(Invalid + "Size of hashkey has exceeded the maximum size limit of2048 bytes");

    public static DynamoError SortKeyTooLong { get; } = Validation(Invalid + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes");

    public static DynamoError ItemTooLarge { get; } = Validation("Item size has exceeded the maximum allowed size");

    public static DynamoError UpdatedItemTooLarge { get; } = Validation("Item size to update has exceeded the maximum allowed size");

    public static DynamoError UpdatedIndexKeyType { get; } = Validation("The update expression attempted to update the secondary index key to unsupported type");

    public static DynamoError NumberOverflow { get; } = Validation("Number overflow. Attempting to store a number with magnitude larger than supported range");

    public static DynamoError NestingTooDeep { get; } = Validation("Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit");

    public static DynamoError ReturnsOldOrNothing { get; } = Validation("ReturnValues can only be ALL_OLD or NONE") with { IsCounted = true };

    public static DynamoError TableNotFound { get; } = new("ResourceNotFoundException", "Requested resource not found");

    public static DynamoError DuplicateKeys { get; } = Validation("Provided list of item keys contains duplicates");

    public static DynamoError ConditionFailed(Value item) => new ConditionFailedError(item);

    public static DynamoError MissingKey(string name) => Validation($"{Invalid}Missing the key {name} in the item");

    public static DynamoError KeyTypeMismatch(string name, ValueKind expected, ValueKind actual) =>
        Validation($"{Invalid}Type mismatch for key {name} expected: {NameOf(expected)} actual: {NameOf(actual)}");

    /// <summary>A path goes into a key attribute.</summary>
    /// <param name="kind">Key, or IndexKey.</param>
    public static DynamoError KeyNotScalar(string kind, string name) => Validation($"Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: {kind}: {name}");

    public static DynamoError EmptyKeyValue(string name, ValueKind kind) =>
        Validation($"{NotValid}The AttributeValue for a key attribute cannot contain an empty {TextOf(kind)} value. Key: {name}");

    public static DynamoError IndexKeyTypeMismatch(string name, ValueKind expected, ValueKind actual, string index) =>
        Validation($"{Invalid}Type mismatch for Index Key {name} Expected: {NameOf(expected)} Actual: {NameOf(actual)} IndexName: {index}");

    public static DynamoError EmptyIndexKeyValue(string name, ValueKind kind, string index) =>
        Validation($"{NotValid}A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty {TextOf(kind)} value. IndexName: {index}, IndexKey: {name}");

    public static DynamoError UpdatedIndexKeyEmpty(string name, ValueKind kind, string index) =>
        Validation($"{NotValid}The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty {TextOf(kind)} value. IndexName: {index}, IndexKey: {name}");

    public static DynamoError TransactionConflict { get; } = new("TransactionConflictException", "Transaction is ongoing for the item");

    /// <summary>AWS's short name of a type, as <c>S</c>.</summary>
    public static string NameOf(ValueKind kind) => kind switch
    {
        ValueKind.String => "S",
        ValueKind.Number => "N",
        ValueKind.Binary => "B",
        ValueKind.Boolean => "BOOL",
        ValueKind.Null => "NULL",
        ValueKind.StringSet => "SS",
        ValueKind.NumberSet => "NS",
        ValueKind.BinarySet => "BS",
        ValueKind.Map => "M",
        _ => "L",
    };

    private static string TextOf(ValueKind kind) => kind == ValueKind.Binary ? "binary" : "string";
}
