using System.Globalization;

namespace Gateway.DynamoCompat;

/// <content>Tables: their making, changing and dropping. Source: messages observed at DynamoDB, October 2026, and by dynalite 4.0.0.</content>
internal static partial class DynamoErrors
{
    private const string InUse = "Attempt to change a resource which is still in use: ";

    public static DynamoError UndefinedKeyAttribute { get; } = Validation("Invalid KeySchema: Some index key attribute have no definition");

    public static DynamoError UnequalDefinitions { get; } =
        Validation(Invalid + "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions");

    public static DynamoError FirstKeyNotHash { get; } = Validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");

    public static DynamoError SecondKeyNotRange { get; } = Validation("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");

    public static DynamoError SameKeyTwice { get; } = Validation("Both the Hash Key and the Range Key element in the KeySchema have the same name");

    public static DynamoError KeyAttributeRepeated { get; } = Validation("The KeySchema contains multiple key attributes with the same name");

    public static DynamoError HashAfterRange { get; } = Validation(Invalid + "All HASH key attributes must precede RANGE key attributes in the KeySchema");

    public static DynamoError TableWithoutRange { get; } =
        Validation(Invalid + "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex");

    public static DynamoError TooManyLocalIndexes { get; } = Validation(Invalid + "Number of LocalSecondaryIndexes exceeds per-table limit of 5");

    public static DynamoError TooManyGlobalIndexes { get; } = Validation(Invalid + "GlobalSecondaryIndex count exceeds the per-table limit of 20");

    public static DynamoError GlobalIndexLimit { get; } =
        new("LimitExceededException", "Subscriber limit exceeded: Number of global secondary indexes exceeds per-table limit of 20");

    public static DynamoError OneIndexAtATime { get; } =
        new("LimitExceededException", "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table");

    /// <summary>The sum of 100 is documented; its words are a guess.</summary>
    public static DynamoError TooManyProjected { get; } = Validation(Invalid + "Number of projected attributes (NonKeyAttributes) of all indexes exceeds the per-table limit of 100");

    public static DynamoError ProvisionedWithOnDemand { get; } =
        Validation(Invalid + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST");

    public static DynamoError NoProvisioned { get; } =
        Validation(Invalid + "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED");

    public static DynamoError ProvisionedMissing { get; } = Validation(Invalid + "ProvisionedThroughput must be specified when BillingMode is PROVISIONED");

    public static DynamoError StreamNeedsView { get; } = Validation(Invalid + "Table is being created with a stream enabled, UpdateViewType is required");

    public static DynamoError NoStreamNoView { get; } = Validation(Invalid + "Table is being created with a stream disabled, UpdateViewType should not be specified");

    public static DynamoError EnabledStreamNeedsView { get; } = Validation(Invalid + "If stream is being enabled then UpdateViewType is required");

    public static DynamoError DisabledStreamHasView { get; } = Validation(Invalid + "If stream is being disabled, then UpdateViewType must not be specified");

    public static DynamoError EncryptionTypeWhenOff { get; } = Validation(Invalid + "SSEType can not be specified if Enabled is false");

    public static DynamoError EncryptionKeyWhenOff { get; } = Validation(Invalid + "KMSMasterKeyId can not be specified if Enabled is false");

    public static DynamoError EncryptionKeyNeedsType { get; } = Validation(Invalid + "SSEType KMS is required if KMSMasterKeyId is specified");

    public static DynamoError EncryptionTypeAes { get; } = Validation(Invalid + "SSEType AES256 is not supported");

    public static DynamoError AlreadyEncryptedByDefault { get; } = Validation(Invalid + "Table is already encrypted by default");

    public static DynamoError AlreadyEncryptedWithKey { get; } =
        Validation(Invalid + "Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you want to change Master Key");

    public static DynamoError DeletionProtected { get; } =
        Validation("Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.");

    public static DynamoError EmptyIndexUpdate { get; } = Validation(
        Invalid + "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null");

    public static DynamoError SeveralIndexActions { get; } = Validation(Invalid + "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object");

    public static DynamoError IndexExists { get; } = Validation("Attempting to create an index which already exists");

    public static DynamoError UnknownTableClass { get; } =
        Validation("Invalid table-class parameter provided. Please try again with a valid table-class value: [STANDARD, STANDARD_INFREQUENT_ACCESS].");

    public static DynamoError EncryptionAlone { get; } = Validation(Invalid + "Server-Side Encryption modification must be the only operation in the request");

    public static DynamoError TableClassAlone { get; } = Validation(Invalid + "TableClass modification must be the only operation in the request");

    public static DynamoError DeletionProtectionAlone { get; } = Validation(Invalid + "DeletionProtection modification must be the only operation in the request");

    public static DynamoError WarmThroughputAlone { get; } = Validation(Invalid + "WarmThroughput must be the only operation in the request");

    public static DynamoError WarmThroughputWithIndex { get; } =
        Validation(Invalid + "Create global secondary index cannot be specified when updating WarmThroughput");

    public static DynamoError ReplicasAlone { get; } = Validation(Invalid + "Replica modification must be the only operation in the request");

    public static DynamoError OnDemandAlone { get; } = Validation(Invalid + "OnDemandThroughput can only be combined with BillingMode in an UpdateTable request");

    public static DynamoError StreamWithThroughput { get; } = Validation(Invalid + "You cannot modify stream status while updating table IOPS");

    public static DynamoError IndexWithThroughput { get; } = Validation(Invalid + "You cannot create or delete index while updating table IOPS");

    public static DynamoError IndexWithStream { get; } = Validation(Invalid + "You cannot create or delete index while changing stream status");

    public static DynamoError IndexesChanging { get; } = Busy("Cannot delete table while indexes are being created, updated, or deleted.");

    public static DynamoError StreamChanging { get; } = Busy("Cannot delete table while stream is being enabled/disabled.");

    /// <summary>Not an answer of DynamoDB's: it has what we lack.</summary>
    public static DynamoError NoVectorIndexes { get; } = Validation(Invalid + "VectorIndexes are not supported");

    /// <summary>Not an answer of DynamoDB's: it has what we lack.</summary>
    public static DynamoError NoGlobalTableSource { get; } = Validation(Invalid + "GlobalTableSourceArn and GlobalTableSettingsReplicationMode are not supported");

    /// <summary>Members that the model no longer asks for, but that a table needs.</summary>
    public static DynamoError Missing(IEnumerable<string> members) =>
        Violations([.. members.Select(member => Violation(null, char.ToLowerInvariant(member[0]) + member[1..], NotNull()))]);

    public static DynamoError TableMissing(string name) => new("ResourceNotFoundException", $"Requested resource not found: Table: {name} not found");

    public static DynamoError TableExists(string name) => new("ResourceInUseException", $"Table already exists: {name}");

    public static DynamoError TableIsCreated(string name) => Busy($"Table is being created: {name}");

    public static DynamoError TableIsRestored(string name) => Busy($"Table is being used: {name}");

    public static DynamoError TableIsDeleted(string name) => Busy($"Table is being deleted: {name}");

    public static DynamoError TableIsUpdated(string name) => Busy($"Table: {name} is in the process of being updated.");

    public static DynamoError ThroughputIsUpdated(string name) => Busy($"Table IOPS are currently being updated. Table: {name}");

    public static DynamoError Busy(string why) => new("ResourceInUseException", InUse + why);

    public static DynamoError AccessDenied { get; } = new("AccessDeniedException", "Access is denied") { Namespace = "com.amazon.coral.service", IsMessageCapital = true };

    /// <summary>An ARN where a table's name may stand is none of a table.</summary>
    public static DynamoError ArnFormat(string arn) => Violations([Violation(
        arn,
        "tableName",
        "Valid ARN format is 'arn:<awsPartition>:<vendor>:<region>:<subscriber>:resourceType/resourceName', where Resource name must have length less than or equal to 255, "
        + "Resource name must have length greater than or equal to 3, Resource name must satisfy regular expression pattern: [a-zA-Z0-9_.-]+")]);

    public static DynamoError ArnRegion(string arn) => Violations([$"Invalid AWS region in '{arn}'"]);

    public static DynamoError AttributeRepeated(string name) => Validation($"Attribute Name is duplicated: {name}");

    public static DynamoError UndefinedIndexKeys(IEnumerable<string> keys, IEnumerable<string> defined) =>
        Validation($"{Invalid}Some index key attributes are not defined in AttributeDefinitions. Keys: [{string.Join(", ", keys)}], AttributeDefinitions: [{string.Join(", ", defined)}]");

    public static DynamoError UnusedDefinitions(IEnumerable<string> defined, IEnumerable<string> used) =>
        Validation($"{Invalid}Some AttributeDefinitions are not used. AttributeDefinitions: [{string.Join(", ", defined)}], keys used: [{string.Join(", ", used)}]");

    public static DynamoError NoDefinitionsForIndex(string index) => Validation($"{Invalid}AttributeDefinitions is not specified for index: {index}");

    public static DynamoError TooManyKeyParts(string role) => Validation($"{Invalid}The KeySchema exceeds the maximum allowed number of {role} key attributes");

    public static DynamoError IndexWithoutRange(string index) => Validation($"{Invalid}Index KeySchema does not have a range key for index: {index}");

    public static DynamoError OtherLeadingKey(string index, string indexKey, string tableKey) => Validation(
        $"{Invalid}Index KeySchema does not have the same leading hash key as table KeySchema for index: {index}. index hash key: {indexKey}, table hash key: {tableKey}");

    public static DynamoError EmptyList(string member) => Validation($"{Invalid}List of {member} is empty");

    public static DynamoError IndexNameRepeated(string index) => Validation($"{Invalid}Duplicate index name: {index}");

    public static DynamoError UnknownProjection(string? type) => Validation($"{Invalid}Unknown ProjectionType: {type ?? "null"}");

    public static DynamoError ProjectionWithAttributes(string type) => Validation($"{Invalid}ProjectionType is {type}, but NonKeyAttributes is specified");

    public static DynamoError ProjectionWithoutAttributes { get; } = Validation(Invalid + "ProjectionType is INCLUDE, but NonKeyAttributes is not specified");

    public static DynamoError ProjectedTwice(string name) => Validation($"{Invalid}Duplicate element in NonKeyAttributes: {name}");

    public static DynamoError OutOfBounds(string member, long value) => Validation(string.Create(CultureInfo.InvariantCulture, $"Given value {value} for {member} is out of bounds"));

    public static DynamoError IndexOutOfBounds(string member, long value, string index) =>
        Validation(string.Create(CultureInfo.InvariantCulture, $"Given value {value} for {member} is out of bounds for index {index}"));

    public static DynamoError IndexNotProvisioned(string index) => Validation($"{Invalid}ProvisionedThroughput is not specified for index: {index}");

    public static DynamoError IndexProvisioned(string index) =>
        Validation($"{Invalid}ProvisionedThroughput should not be specified for index: {index} when BillingMode is PAY_PER_REQUEST");

    public static DynamoError NewIndexNotProvisioned(string index) => Validation($"{Invalid}Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: {index}");

    public static DynamoError NewIndexProvisioned(string index) =>
        Validation($"{Invalid}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: {index} when BillingMode is PAY_PER_REQUEST");

    public static DynamoError IndexProvisionedMissing(string index) => Validation($"{Invalid}ProvisionedThroughput must be specified for index: {index}");

    public static DynamoError IndexUpdateOnDemand(string index) =>
        Validation($"{Invalid}The only Updates for index: {index} when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput");

    public static DynamoError OnDemandWithProvisioned(string member, string? index) => Validation(
        $"{Invalid}{member} for OnDemandThroughput {(index is null ? "" : $"for index : {index} ")}cannot be specified when the table BillingMode is PROVISIONED");

    public static DynamoError OnDemandRange(string member, string? index) =>
        Validation($"{Invalid}Requested {member} for OnDemandThroughput for {(index is null ? "table" : $"index : {index}")} is outside of valid range");

    public static DynamoError WarmBelowInitial(string member, string? index) => Validation(
        $"{Invalid}Requested {member} for WarmThroughput for {(index is null ? "table" : $"index {index}")} is lower than initial throughput for OnDemand. "
        + "See: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html");

    public static DynamoError WarmBelowProvisioned(string member, string provisioned, string? index) =>
        Validation($"{Invalid}Requested {member} for WarmThroughput for {(index is null ? "table" : $"index {index}")} is lower than {provisioned} of ProvisionedThroughput");

    public static DynamoError WarmDecrease(string member, string? index) => Validation(
        $"{Invalid}Requested {member} for WarmThroughput for {(index is null ? "table" : $"index {index}")} is lower than current WarmThroughput, decreasing WarmThroughput is not supported");

    public static DynamoError SameThroughput(long reads, long newReads, long writes, long newWrites) => Validation(string.Create(
        CultureInfo.InvariantCulture,
        $"The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: {reads}. Requested ReadCapacityUnits: {newReads}. Current WriteCapacityUnits provisioned for the table: {writes}. Requested WriteCapacityUnits: {newWrites}. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits."));

    public static DynamoError SameIndexThroughput(string index, long reads, long newReads, long writes, long newWrites) => Validation(string.Create(
        CultureInfo.InvariantCulture,
        $"The provisioned throughput for the index {index} will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for index {index}: {reads}. Requested ReadCapacityUnits: {newReads}. Current WriteCapacityUnits provisioned for index {index}: {writes}. Requested WriteCapacityUnits: {newWrites}. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits."));

    public static DynamoError NothingToUpdate(bool hasConsistency) => Validation(
        "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, "
        + (hasConsistency ? "" : "MultiRegionConsistency, ")
        + "DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required");

    public static DynamoError OneUpdatePerIndex(string index) =>
        Validation($"{Invalid}Only one global secondary index update per index is allowed simultaneously. Index: {index}");

    public static DynamoError IndexMissing(string index, string table) => new("ResourceNotFoundException", $"Requested resource not found: Index {index} for table {table}");

    public static DynamoError IndexIsLocal(string action, string index) => Validation($"Cannot {action} an index that is not a GlobalSecondaryIndex: {index}");

    public static DynamoError StreamExists(string table) => Validation($"Table already has an enabled stream: TableName: {table}");

    public static DynamoError NoStream(string table) => Validation($"Table has no stream to disable: TableName: {table}");

    public static DynamoError IndexIsDeleted(string table, string index) => Busy($"Index is being deleted. Table: {table} Index: {index}");

    public static DynamoError IndexIsAllocated(string table, string index) =>
        Busy($"Index creation is in resource allocation phase. Retry deletion during backfilling phase or when the index is active. Table: {table} Index: {index}");

    public static DynamoError IndexIsNotFilling(string table, string index) => Busy($"Index is being created but is not backfilling yet.  Table: {table} Index: {index}");

    /// <summary>Another change is under way: "Can't change table IOPS when an index is being created. Table: t Indexes: [i]".</summary>
    public static DynamoError IndexIsBusy(string what, string state, string table, IEnumerable<string> indexes) =>
        Busy($"Can't {what} when an index is being {state}. Table: {table} Indexes: [{string.Join(", ", indexes)}]");

    public static DynamoError ReplicaRegion(string region, IEnumerable<string> known) =>
        Validation($"Region {region} is not supported. The latest version of global tables are only supported in the following regions: [{string.Join(", ", known)}]");

    /// <summary>For a region that has the table, or another one of its name. The grammar is AWS's own.</summary>
    public static DynamoError ReplicaExists(string table) =>
        Validation($"Failed to create a the new replica of table with name: '{table}' because one or more replicas already existed as tables.");

    /// <summary>The text is a guess: no PoP can be asked for strong consistency among several.</summary>
    public static DynamoError NoStrongConsistency(string region) =>
        Validation($"{Invalid}MultiRegionConsistency STRONG is not supported in region {region}");

    /// <summary>The text is a guess.</summary>
    public static DynamoError SeveralReplicaActions { get; } = Validation("There is more than one action specified in the Replica Update Action of the request.");

    /// <summary>Not an answer of DynamoDB's: it has what we lack.</summary>
    public static DynamoError NoWitness { get; } = Validation(Invalid + "GlobalTableWitnessUpdates are not supported");

    /// <summary>Not an answer of DynamoDB's: it has what we lack.</summary>
    public static DynamoError NoReplicaIndexOverrides { get; } = Validation(Invalid + "GlobalSecondaryIndexes of a replica are those of the table");

    /// <summary>Not an answer of DynamoDB's: it has what we lack.</summary>
    public static DynamoError NoAutoScaling { get; } = Validation(Invalid + "Auto scaling is not supported");

    public static DynamoError ReplicaIsLocal { get; } =
        Validation("Cannot add or delete the local region through ReplicaUpdates. Use CreateTable and DeleteTable as required.");

    public static DynamoError NoReplicaAction { get; } = Validation("There are no actions specified in the Replica Update Action of the request.");

    public static DynamoError ReplicaMissing(string region) => Validation(
        $"Update global table operation failed because one or more replicas were not part of the global table. Please retry the request without these replicas: [{region}].");

    public static DynamoError GlobalTableMissing(string name) => new("GlobalTableNotFoundException", $"Global table with name: '{name}' does not exist.");

    public static DynamoError NoGlobalTable(string name) => new("ResourceNotFoundException", $"Global table with name: '{name}' does not exist.");

    public static DynamoError OldGlobalTables { get; } = Validation(
        Invalid + "DynamoDB global tables version 2017.11.29 is not supported. We recommend using DynamoDB global tables version 2019.11.21, instead of version 2017.11.29 (Legacy).");
}
