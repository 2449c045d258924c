namespace Gateway.DynamoCompat.Tables;

/// <summary>Which updates a table takes while it is made, dropped, or changed by another one. Source: messages observed at DynamoDB.</summary>
internal static class TableAdmission
{
    /// <summary>Checks an update.</summary>
    /// <exception cref="WireException">It has to wait.</exception>
    public static void Check(TableDefinition table, TableUpdate update, DateTimeOffset now)
    {
        CheckExists(table, now);
        if (table.PhaseAt(now) == TablePhase.Updating) CheckActivity(table, update);

        IndexDefinition[] creating = [.. table.Indexes.Where(index => index.IsBackfilling)];
        IndexDefinition[] deleting = [.. table.Indexes.Where(index => index.IsDeleting)];
        bool deletesTheCreated = update is { LongIndexChanges: 1 } && update.Indexes.Any(one => one is IndexUpdate.Delete && creating.Any(index => index.Name == one.Name));
        if (update.LongIndexChanges > 1 || (update.LongIndexChanges == 1 && creating.Length + deleting.Length > 0 && !deletesTheCreated && !NamesDeleted(update, deleting)))
        {
            throw new WireException(DynamoErrors.OneIndexAtATime);
        }

        if (update.Provisioned is null && update.IsOnDemand is null) return;
        if (deleting.Length > 0 && !(update.IsOnDemand == table.IsOnDemand && update.Provisioned is null)) throw Busy("deleted", deleting);
        if (creating.Any(index => index.ReadyAt > now)) throw Busy("created", creating);

        WireException Busy(string state, IndexDefinition[] indexes) => new(DynamoErrors.IndexIsBusy("change table IOPS", state, table.Name, indexes.Select(index => index.Name)));
    }

    /// <summary>Checks that a table may be dropped.</summary>
    /// <exception cref="WireException">Not now.</exception>
    public static void CheckDelete(TableDefinition table, DateTimeOffset now)
    {
        if (table.IsRestoring) throw new WireException(DynamoErrors.TableIsCreated(table.Name));
        CheckExists(table, now);
        if (table.IsDeletionProtected) throw new WireException(DynamoErrors.DeletionProtected);
        if (table.Indexes.Any(index => index.PhaseAt(now) != TablePhase.Active)) throw new WireException(DynamoErrors.IndexesChanging);
        if (table.PhaseAt(now) != TablePhase.Updating) return;
        throw new WireException(table.Activity == TableActivity.Stream ? DynamoErrors.StreamChanging : DynamoErrors.TableIsUpdated(table.Name));
    }

    private static void CheckExists(TableDefinition table, DateTimeOffset now)
    {
        switch (table.PhaseAt(now))
        {
            case TablePhase.Creating when table.IsRestoring:
                throw new WireException(DynamoErrors.TableMissing(table.Name));
            case TablePhase.Creating:
                throw new WireException(DynamoErrors.TableIsCreated(table.Name));
            case TablePhase.Deleting:
                throw new WireException(DynamoErrors.TableIsDeleted(table.Name));
            default:
                return;
        }
    }

    private static bool NamesDeleted(TableUpdate update, IndexDefinition[] deleting) => update.Indexes.Any(one => deleting.Any(index => index.Name == one.Name));

    private static void CheckActivity(TableDefinition table, TableUpdate update)
    {
        if (update.IsDeletionProtected is not null || update.HasEncryption || update.HasWarm) return;
        string stream = $"Table: {table.Name} Stream: {table.LatestStreamLabel} Operation: {(table.Stream is null ? "DISABLE" : "ENABLE")}";
        string tableClass = $"Table: {table.Name} TableClassUpdateInProgress: {table.TableClass ?? "STANDARD"}";
        bool movesThroughput = update.Provisioned is not null || update.IsOnDemand is not null;
        string? why = table.Activity switch
        {
            TableActivity.Throughput or TableActivity.Billing when movesThroughput => $"Table IOPS are currently being updated. Table: {table.Name}",
            TableActivity.Throughput or TableActivity.Billing when update.HasStream is not null => $"Can't enable or disable stream while table IOPS are being updated. Table: {table.Name}",
            TableActivity.Throughput or TableActivity.Billing when update.LongIndexChanges > 0 => $"Can't create or delete indexes while table IOPS are being updated. Table: {table.Name}",
            TableActivity.Throughput or TableActivity.Billing when update.HasOnDemand => "OnDemandThroughput cannot be updated while BillingMode update is in progress",
            TableActivity.Throughput or TableActivity.Billing when update.TableClass is not null => $"Can't update table class while table IOPS are being updated. Table: {table.Name}",
            TableActivity.Stream when movesThroughput => $"Can't change table IOPS when stream status is being updated. {stream}",
            TableActivity.Stream when update.HasStream is not null => $"A stream status change is currently in progress. {stream}",
            TableActivity.Stream when update.LongIndexChanges > 0 => $"Can't create or delete an index when stream status is being updated. {stream}",
            TableActivity.Stream when update.HasOnDemand => "OnDemandThroughput cannot be updated while stream status update is in progress",
            TableActivity.Stream when update.TableClass is not null => $"Can't update table class when stream status is being updated. {stream}",
            TableActivity.TableClass when movesThroughput => $"Can't change table IOPS when a table class update is in progress. {tableClass}",
            TableActivity.TableClass when update.HasStream is not null => $"Can't change stream status when a table class update is in progress. {tableClass}",
            TableActivity.TableClass when update.LongIndexChanges > 0 => $"Can't create or delete an index when a table class update is in progress. {tableClass}",
            TableActivity.TableClass when update.HasOnDemand => $"OnDemandThroughput cannot be updated while TableClass update is in progress. TableClassUpdateInProgress: {table.TableClass}",
            TableActivity.TableClass when update.TableClass is not null => $"Can't update table class when a table class update is in progress. {tableClass}",
            TableActivity.Index when update.HasStream is not null => $"Can't change stream status when an index is being {IndexState(table)}",
            _ => null,
        };
        if (why is not null) throw new WireException(DynamoErrors.Busy(why));
    }

    private static string IndexState(TableDefinition table)
    {
        IndexDefinition[] busy = [.. table.Indexes.Where(index => index.IsBackfilling || index.IsDeleting)];
        return $"{(busy.Any(index => index.IsBackfilling) ? "created" : "deleted")}. Table: {table.Name} Indexes: [{string.Join(", ", busy.Select(index => index.Name))}]";
    }
}
