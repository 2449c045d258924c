using System.Globalization;

namespace Gateway.DynamoCompat;

/// <content>What hangs on tables: tags, time to live, policies, contributor insights, Kinesis. Source: messages observed at DynamoDB, October 2026.</content>
internal static partial class DynamoErrors
{
    private const string NoPolicy = "Resource-based policy not found for the provided ResourceArn: ";

    private const string KinesisState = "Table is not in a valid state to enable Kinesis Streaming Destination: ";

    private const string InsightsState = "Table or Index is not in a valid state to update Key Access Insights: ";

    public static DynamoError NoTags { get; } = Validation("Atleast one Tag needs to be provided as Input.");

    public static DynamoError NoTagKeys { get; } = Validation("Atleast one Tag Key needs to be provided as Input.");

    public static DynamoError TooManyTags { get; } = Validation("Number of Tags exceed the current limit for the provided ResourceArn");

    public static DynamoError ForeignResource { get; } = Validation("This action is only supported by accounts that match the resource owner\u2019s account.");

    public static DynamoError ExpiryIsOn { get; } = Validation("TimeToLive is already enabled");

    public static DynamoError ExpiryIsOff { get; } = Validation("TimeToLive is already disabled");

    public static DynamoError KinesisNotOff { get; } =
        Validation(KinesisState + "EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE operation.");

    public static DynamoError KinesisNotOn { get; } = Validation(KinesisState + "KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.");

    public static DynamoError KinesisNothing { get; } = Validation(
        "Streaming destination cannot be updated with given parameters: UpdateKinesisStreamingConfiguration cannot be null or contain only null values");

    public static DynamoError KinesisOffWithParameters { get; } = Validation("Stream cannot be disabled using EnableKinesisStreamingConfiguration parameters");

    public static DynamoError InsightsNeedActiveTable { get; } = Validation(InsightsState + "TableStatus must be ACTIVE to enable ContributorInsights.");

    public static DynamoError InsightsNeedActiveIndex { get; } = Validation(InsightsState + "IndexStatus must be ACTIVE to enable ContributorInsights.");

    public static DynamoError PolicyTooLarge { get; } = Validation(Invalid + "Maximum policy size of 20480 bytes exceeded");

    public static DynamoError PolicyNoJson { get; } = Validation(Invalid + "Invalid policy document: This policy contains invalid Json");

    public static DynamoError TagKeyReserved(string key) => Validation($"Tag Key cannot be prefixed with aws:, Key: {key}");

    public static DynamoError TagKeyInvalid(string? key) => Validation($"The Tag Key provided is invalid, Key: {key ?? "null"}");

    public static DynamoError TagValueInvalid(string? value) => Validation($"The Tag Value provided is invalid, Value: {value ?? "null"}");

    /// <summary>Not an answer of DynamoDB's: the tag is one of ours.</summary>
    public static DynamoError EdgeTag(string key, string value, string choices) =>
        Validation($"The Tag Value provided is invalid, Key: {key}, Value: {value}. Expected: {choices}");

    public static DynamoError TagKeyRepeated(string key) => Validation($"Duplicate Tag Keys provided as input: Duplicate Tag Key found {key}");

    public static DynamoError ArnNeeded(string text) => Validation($"{Invalid}ARNs must start with 'arn:': {text}");

    public static DynamoError ArnOfOtherService(string arn) => Validation($"{Invalid}Provided Arn is not a DynamoDB resource arn: {arn}");

    public static DynamoError ArnOfOtherKind(string arn) =>
        Validation($"{Invalid}Invalid resource arn provided, only table or stream is accepted. Provided resource arn: {arn}");

    public static DynamoError ArnOfOtherRegion(string arn) => Validation($"Invalid TableArn: Invalid ResourceArn provided as input {arn}");

    public static DynamoError PolicyArn(string arn) => Validation($"{Invalid}Invalid resource Arn: {arn}");

    /// <summary>The word that lacks a letter is AWS's own. Source: observed dynalite 4.0.0, dynoxide 1.2.1.</summary>
    public static DynamoError ResourceMissing(string arn) => new("ResourceNotFoundException", $"Requested resource not found: ResourcArn: {arn} not found");

    public static DynamoError StreamMissing(string label, string table) => new("ResourceNotFoundException", $"Requested resource not found: Stream: {label} not found for Table: {table}");

    public static DynamoError ExpiryState(string state) => Validation($"Cannot describe time to live while table is in {state} state: Current table state is {state}");

    public static DynamoError ExpiryTableIsCreated(string table) => Busy($"Table {table} is being created");

    public static DynamoError ExpiryOtherAttribute(string attribute) => Validation($"TimeToLive is active on a different AttributeName: current AttributeName is {attribute}");

    public static DynamoError PolicyMissing(string arn) => new("PolicyNotFoundException", NoPolicy + arn);

    public static DynamoError PolicyRevision(string expected, string table, string revision) => new(
        "PolicyNotFoundException",
        $"{NoPolicy}Requested update for policy with revision id {expected}, but the policy associated to target table {table} has revision id {revision}.");

    /// <summary>The end of this text is a guess.</summary>
    public static DynamoError PolicyRevisionOfNone(string expected, string table) => new(
        "PolicyNotFoundException",
        $"{NoPolicy}Requested update for policy with revision id {expected}, but table {table} has no associated policy.");

    public static DynamoError PolicyUnexpected(string table, string revision) => new(
        "PolicyNotFoundException",
        $"{NoPolicy}Requested policy update expecting none to be present for table {table}, but a policy exists with revision id {revision}.");

    public static DynamoError InsightsIndexMissing(string index, string table) =>
        new("ResourceNotFoundException", $"Requested resource not found: Index: {index} not found for table: {table}");

    public static DynamoError KinesisNotActive(string table, string stream) => Validation(
        $"{KinesisState}Kinesis streaming is not in ACTIVE state. Updates are only allowed in ACTIVE state. TableName: {table}, kdsArn: {stream}");

    public static DynamoError KinesisSamePrecision(string precision, string tableId, string stream) =>
        Validation($"Invalid Request: Precision is already set to the desired value of {precision} for tableId: {tableId}, kdsArn: {stream}");

    /// <summary>How DynamoDB prints a moment in a message: <c>2026-01-31T12:00:00Z</c>.</summary>
    private static string Print(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
