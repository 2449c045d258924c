namespace Gateway.DynamoCompat;

/// <content>Backups, points in time, exports and imports. Source: messages observed at DynamoDB, October 2026.</content>
internal static partial class DynamoErrors
{
    private const string Request = "Invalid Request: ";

    public static DynamoError RecoveryPeriodWhenOff { get; } = Validation(Request + "Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.");

    public static DynamoError BackupArnInvalid { get; } = Validation("Invalid Backup ARN");

    public static DynamoError ExportArnInvalid { get; } = Validation("Invalid Export ARN");

    public static DynamoError ImportArnInvalid { get; } = Validation("Invalid Import ARN");

    public static DynamoError TimeRangeReversed { get; } = Validation(Invalid + "Time range lower bound must be less than or equal to upper bound");

    public static DynamoError BackupCursorRegion { get; } = Validation(Request + "The supplied ExclusiveStartBackupArn does not match the region");

    /// <summary>The end of this text is a guess.</summary>
    public static DynamoError BothRestoreTimes { get; } = Validation(
        Request + "Both RestoreDateTime and UseLatestRestorableTime cannot be set for point-in-time restore request. Please specify only one of them.");

    public static DynamoError NoRestoreTime { get; } = Validation(Request + "Either one of RestoreDateTime or UseLatestRestorableTime must be specified, but not both");

    public static DynamoError BothRestoreSources { get; } = Validation("Must provide exactly one of: sourceTableArn, sourceTableName");

    public static DynamoError NoRestoreSource { get; } = Validation("The parameter 'TableName' is required but was not present in the request");

    public static DynamoError RestoreSourceArn { get; } = Validation("sourceTableArn is not a valid ARN");

    public static DynamoError ExportTableArn { get; } = Validation("tableArn is not a valid ARN");

    public static DynamoError RestoreOtherRegion { get; } = Validation(Request + "sseSpecificationOverride must be provided for cross-region restores");

    public static DynamoError RestoreProvisionedOverride { get; } = Validation(Request + "Cannot override ProvisionedThroughput unless BillingMode is PROVISIONED");

    public static DynamoError RestoreProvisionedMissing { get; } = Validation(Request + "Must override ProvisionedThroughput if BillingMode is overridden to PROVISIONED");

    public static DynamoError RestoreProvisionedOnDemand { get; } = Validation(Request + "Cannot override ProvisionedThroughput if BillingMode is overridden to PAY_PER_REQUEST");

    /// <summary>Not an answer of DynamoDB's: there is no object store to write to.</summary>
    public static DynamoError NoExports { get; } = Validation(Request + "Exports are not supported");

    /// <summary>Not an answer of DynamoDB's: there is no object store to read from.</summary>
    public static DynamoError NoImports { get; } = Validation(Request + "Imports are not supported");

    public static DynamoError BackupTableMissing(string name) => new("TableNotFoundException", $"Table not found: {name}");

    public static DynamoError BackupMissing(string arn) => new("BackupNotFoundException", $"Backup not found: {arn}");

    public static DynamoError BackupFeedsRestore(string arn) => new("BackupInUseException", $"Backup is being used to restore another table: {arn}");

    public static DynamoError BackupIsRestored(string arn) => new("BackupInUseException", $"Backup is being used to restore table: {arn}");

    /// <summary>Seen nowhere: at DynamoDB a backup is there too soon.</summary>
    public static DynamoError BackupIsCreated(string arn) => new("BackupInUseException", $"Backup is being created: {arn}");

    public static DynamoError BackupOfSystem(string arn, DateTimeOffset expiry) =>
        Validation($"{Request}User is not allowed to delete the system backup with arn {arn}. It will automatically expire on {Print(expiry)}");

    public static DynamoError NoPointInTime(string table) => new("PointInTimeRecoveryUnavailableException", $"Point in time recovery is not enabled for table '{table}'");

    public static DynamoError RestoreTime(DateTimeOffset asked, DateTimeOffset earliest, DateTimeOffset latest) => new(
        "InvalidRestoreTimeException",
        $"RestoreDateTime '{Print(asked)}' must be within EarliestRestorableDateTime '{Print(earliest)}' and LatestRestorableDateTime '{Print(latest)}'");

    public static DynamoError RestoreTargetExists(string table) => new("TableAlreadyExistsException", $"Table already exists: {table}");

    public static DynamoError RestoreTargetInUse(string table, string? backup) => new(
        "TableInUseException",
        backup is null ? $"Table: {table} is already being restored" : $"Table: {table} is already being restored from backup: {backup}");

    public static DynamoError RestoreUnknownIndex(string index) => Validation(
        $"{Request}Index {index} does not match a secondary index that existed in the source table and cannot be created during the restore operation");

    public static DynamoError RestoreIndexNotProvisioned(string index) => Validation($"{Request}Must specify provisioned throughput for index {index}");

    public static DynamoError RestoreIndexProvisioned(string index) =>
        Validation($"{Request}Cannot override ProvisionedThroughput if BillingMode is overridden to PAY_PER_REQUEST for index {index}");

    public static DynamoError RestoreOnDemand(string member) => Validation($"{Request}Cannot override {member} for OnDemandThroughput unless BillingModeOverride is PAY_PER_REQUEST");

    public static DynamoError RestoreOnDemandRange(string member) => Validation($"{Request}Requested {member} for OnDemandThroughput is outside of valid range");

    public static DynamoError ExportMissing(string arn) => new("ExportNotFoundException", $"Export not found: {arn}");

    public static DynamoError ImportMissing(string arn) => new("ImportNotFoundException", $"Import not found: {arn}");
}
