namespace Gateway.DynamoCompat;

/// <content>Queries, scans and batches.</content>
internal static partial class DynamoErrors
{
    public static DynamoError NoKeyCondition { get; } = Validation("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");

    public static DynamoError StartKeyInvalid { get; } = Validation("The provided starting key is invalid");

    public static DynamoError StartKeyDoesNotMatch { get; } = Validation("The provided starting key is invalid: The provided key element does not match the schema");

    public static DynamoError StartKeyOutsideQuery { get; } = Validation("The provided starting key is outside query boundaries based on provided conditions");

    public static DynamoError StartKeyMissesPredicate { get; } = Validation("The provided starting key does not match the range key predicate");

    /// <summary>Recorded of a query of one row that was given the key of another partition; that it is only said of such queries is a guess.</summary>
    public static DynamoError QueryOfOneRowRestarted { get; } = Validation("The query can return at most one row and cannot be restarted");

    public static DynamoError ConsistentReadOfGlobalIndex { get; } = Validation("Consistent reads are not supported on global secondary indexes");

    public static DynamoError SpecificAttributesWithoutNames { get; } = Validation("Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES");

    public static DynamoError ProjectedWithoutIndex { get; } = Validation("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");

    public static DynamoError SegmentWithoutTotal { get; } = Validation("The TotalSegments parameter is required but was not present in the request when Segment parameter is present");

    public static DynamoError TotalWithoutSegment { get; } = Validation("The Segment parameter is required but was not present in the request when parameter TotalSegments is present");

    public static DynamoError TooManyBatchWrites { get; } = Validation("Too many items requested for the BatchWriteItem call");

    public static DynamoError TooManyBatchGets { get; } = Validation("Too many items requested for the BatchGetItem call");

    public static DynamoError WriteRequestEmpty { get; } =
        Validation("Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes");

    public static DynamoError WriteRequestDouble { get; } =
        Validation("Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes");

    public static DynamoError StartKeyOutsideSegment(int segment, int segments) => segments == 1
        ? StartKeyInvalid
        : Validation($"The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: {segments} Segment: {segment}");

    public static DynamoError SegmentTooLarge(long segment, long segments) =>
        Validation($"The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: {segment} is not less than TotalSegments: {segments}");

    public static DynamoError IndexNotFound(string name) => Validation($"The table does not have the specified index: {name}");

    public static DynamoError IndexBackfilling(string name) => Validation($"Cannot read from backfilling global secondary index: {name}");

    public static DynamoError AllAttributesOfGlobalIndex(string name) =>
        Validation($"{Invalid}Select type ALL_ATTRIBUTES is not supported for global secondary index {name} because its projection type is not ALL");

    public static DynamoError NotProjected(string name, string attributes) => Validation($"{Invalid}Global secondary index {name} does not project {attributes}");

    public static DynamoError FilterOnKey(string attribute, bool isLegacy) => Validation(isLegacy
        ? $"QueryFilter can only contain non-primary key attributes: Primary key attribute: {attribute}"
        : $"Filter Expression can only contain non-primary key attributes: Primary key attribute: {attribute}");

    public static DynamoError NamesWithSelect(string member, string select) => Validation(select == "COUNT"
        ? $"Cannot specify the {member} when choosing to get only the Count"
        : $"Cannot specify the {member} when choosing to get {select}");
}
