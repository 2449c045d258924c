namespace Gateway.DynamoCompat.Tables;

/// <summary>From a table and an update to the table that it shall be. Pure: the same input gives the same answer.</summary>
/// <param name="update">What is asked for.</param>
/// <param name="now">The moment.</param>
/// <param name="readyAt">Until when the table shows UPDATING.</param>
internal sealed class TableUpdater(TableUpdate update, DateTimeOffset now, DateTimeOffset readyAt)
{
    /// <summary>The index to be filled, of the table that <see cref="Apply"/> has given; null if there is none.</summary>
    public IndexDefinition? Created { get; private set; }

    /// <summary>The index to be removed.</summary>
    public IndexDefinition? Deleted { get; private set; }

    /// <summary>How the answer shows the table: often still as it was.</summary>
    public TableDefinition? Shown { get; private set; }

    /// <summary>Applies the update.</summary>
    /// <exception cref="WireException">The table cannot be changed so.</exception>
    public TableDefinition Apply(TableDefinition table)
    {
        TableAdmission.Check(table, update, now);
        bool isOnDemand = update.IsOnDemand ?? table.IsOnDemand;
        if (!isOnDemand && table.IsOnDemand) CheckIndexesProvisioned(table);

        TableDefinition after = Settle(Stream(Encrypt(Throughput(table, isOnDemand))));
        TableActivity activity = ActivityOf(table);
        after = Indexes(after, isOnDemand);
        if (activity != TableActivity.None) after = after with { Phase = TablePhase.Updating, Activity = activity, ReadyAt = readyAt };
        Shown = Show(table, after, activity);
        return after;
    }

    private static RequestUnits OnDemandWarm { get; } = new(ThroughputRules.InitialReads, ThroughputRules.InitialWrites);

    private TableActivity ActivityOf(TableDefinition table) => this switch
    {
        _ when update.IsOnDemand is { } mode && (mode != table.IsOnDemand || update.Provisioned is null) => TableActivity.Billing,
        _ when update.Provisioned is not null => TableActivity.Throughput,
        _ when update.HasStream is not null => TableActivity.Stream,
        _ when update.TableClass is not null => TableActivity.TableClass,
        _ when update.LongIndexChanges > 0 => TableActivity.Index,
        _ => TableActivity.None,
    };

    private void CheckIndexesProvisioned(TableDefinition table)
    {
        foreach (IndexDefinition index in table.Indexes.Where(index => index is { IsGlobal: true, IsDeleting: false }))
        {
            if (!update.Indexes.Any(one => one is IndexUpdate.Change { Provisioned: not null } && one.Name == index.Name)) throw new WireException(DynamoErrors.IndexProvisionedMissing(index.Name));
        }
    }

    private TableDefinition Throughput(TableDefinition table, bool isOnDemand)
    {
        if (isOnDemand && update.Provisioned is not null) throw new WireException(DynamoErrors.ProvisionedWithOnDemand);
        if (update.Provisioned is { } asked)
        {
            Throughput current = table.Throughput;
            if (!table.IsOnDemand && current.ReadUnits == asked.Reads && current.WriteUnits == asked.Writes)
            {
                throw new WireException(DynamoErrors.SameThroughput(current.ReadUnits, asked.Reads.Value, current.WriteUnits, asked.Writes.Value));
            }

            table = table with { Throughput = ThroughputRules.Change(current, asked, now), WarmThroughput = ThroughputRules.Highest(table.WarmThroughput, asked) };
        }

        if (isOnDemand != table.IsOnDemand) table = Rebill(table, isOnDemand);
        ThroughputRules.CheckOnDemand(isOnDemand, update.OnDemand, index: null, clears: true);
        if (update.OnDemand is { } maxima) table = table with { OnDemandMaxima = ThroughputRules.Merge(table.OnDemandMaxima, maxima) };
        if (update.Warm is { } warm) table = table with { WarmThroughput = ThroughputRules.RaiseWarm(table.WarmThroughput, warm, index: null) };
        return table;
    }

    /// <summary>Another way of billing takes away what belongs to the old one.</summary>
    private TableDefinition Rebill(TableDefinition table, bool isOnDemand) => table with
    {
        IsOnDemand = isOnDemand,
        OnDemandSince = isOnDemand ? now : table.OnDemandSince,
        OnDemandMaxima = null,
        Throughput = isOnDemand ? table.Throughput with { ReadUnits = 0, WriteUnits = 0 } : table.Throughput,
        WarmThroughput = isOnDemand ? ThroughputRules.Highest(table.WarmThroughput, OnDemandWarm) : table.WarmThroughput,
        Indexes =
        [
            .. table.Indexes.Select(index => !index.IsGlobal ? index : index with
            {
                OnDemandMaxima = null,
                Throughput = isOnDemand ? index.Throughput with { ReadUnits = 0, WriteUnits = 0 } : index.Throughput,
                WarmThroughput = isOnDemand ? ThroughputRules.Highest(index.WarmThroughput, OnDemandWarm) : index.WarmThroughput,
            }),
        ],
    };

    private TableDefinition Encrypt(TableDefinition table)
    {
        if (!update.HasEncryption) return table;
        if (update.EncryptionKeyArn is null && table.EncryptionKeyArn is null) throw new WireException(DynamoErrors.AlreadyEncryptedByDefault);
        if (update.EncryptionKeyArn == table.EncryptionKeyArn) throw new WireException(DynamoErrors.AlreadyEncryptedWithKey);
        return table with { EncryptionKeyArn = update.EncryptionKeyArn };
    }

    private TableDefinition Stream(TableDefinition table)
    {
        switch (update.HasStream)
        {
            case null:
                return table;
            case true when table.Stream is not null:
                throw new WireException(DynamoErrors.StreamExists(table.Name));
            case true:
                string label = TableIds.LabelOf(now);
                for (int later = 1; label == table.LatestStreamLabel; later++) label = TableIds.LabelOf(now.AddMilliseconds(later));
                StreamDefinition stream = new(update.StreamView, label);
                return table with { Stream = stream, LatestStreamLabel = stream.Label };
            default:
                if (table.Stream is not { } ended) throw new WireException(DynamoErrors.NoStream(table.Name));
                return table with { Stream = null, PastStreams = [.. table.PastStreams, new PastStream(ended, now)] };
        }
    }

    private TableDefinition Settle(TableDefinition table)
    {
        if (update.IsDeletionProtected is { } isProtected) table = table with { IsDeletionProtected = isProtected };

        // Saying STANDARD of a table that never was anything else changes nothing.
        if (update.TableClass is { } tableClass && tableClass != (table.TableClass ?? "STANDARD")) table = table with { TableClass = tableClass, TableClassChangedAt = now };
        return table;
    }

    private TableDefinition Indexes(TableDefinition table, bool isOnDemand)
    {
        foreach (IndexUpdate one in update.Indexes)
        {
            table = one switch
            {
                IndexUpdate.Create create => Create(table, create.Index, isOnDemand),
                IndexUpdate.Delete => Delete(table, one.Name),
                IndexUpdate.Change change => Replace(table, Change(Find(table, "update", one.Name), change, isOnDemand)),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }

        return table;
    }

    private TableDefinition Create(TableDefinition table, IndexRequest index, bool isOnDemand)
    {
        if (table.FindIndex(index.Name) is { } there) throw new WireException(there.IsDeleting ? DynamoErrors.IndexIsDeleted(table.Name, index.Name) : DynamoErrors.IndexExists);
        AttributeDefinition[] used = SchemaRules.CheckAdded(table, index, update.Attributes);
        if (isOnDemand && index.Provisioned is not null) throw new WireException(DynamoErrors.NewIndexProvisioned(index.Name));
        if (!isOnDemand && index.Provisioned is null) throw new WireException(DynamoErrors.NewIndexNotProvisioned(index.Name));
        ThroughputRules.CheckOnDemand(isOnDemand, index.OnDemand, index.Name, clears: false);
        ThroughputRules.CheckWarm(isOnDemand, index.Provisioned, index.Warm, index.Name);
        if (table.Indexes.Count(one => one.IsGlobal) >= 20) throw new WireException(DynamoErrors.GlobalIndexLimit);

        Created = index.Define(table.NextIndexNumber, isOnDemand) with { IsBackfilling = true, Phase = TablePhase.Creating, ReadyAt = readyAt };
        return table with
        {
            Indexes = [.. table.Indexes, Created],
            NextIndexNumber = table.NextIndexNumber + 1,
            Attributes = [.. table.Attributes, .. used.Where(one => table.Attributes.All(known => known.Name != one.Name))],
        };
    }

    private TableDefinition Delete(TableDefinition table, string name)
    {
        IndexDefinition index = Find(table, "delete", name);
        if (index.IsBackfilling && index.ReadyAt > now) throw new WireException(DynamoErrors.IndexIsAllocated(table.Name, name));
        Deleted = index with { IsDeleting = true, IsBackfilling = false, Phase = TablePhase.Deleting, ReadyAt = readyAt };
        return Replace(table, Deleted);
    }

    private IndexDefinition Change(IndexDefinition index, IndexUpdate.Change change, bool isOnDemand)
    {
        if (change.Provisioned is { } asked)
        {
            if (isOnDemand) throw new WireException(DynamoErrors.IndexUpdateOnDemand(index.Name));
            Throughput current = index.Throughput;
            if (current.ReadUnits == asked.Reads && current.WriteUnits == asked.Writes)
            {
                throw new WireException(DynamoErrors.SameIndexThroughput(index.Name, current.ReadUnits, asked.Reads.Value, current.WriteUnits, asked.Writes.Value));
            }

            index = index with { Throughput = ThroughputRules.Change(current, asked, now), WarmThroughput = ThroughputRules.Highest(index.WarmThroughput, asked) };
        }

        ThroughputRules.CheckOnDemand(isOnDemand, change.OnDemand, index.Name, clears: true);
        if (change.OnDemand is { } maxima) index = index with { OnDemandMaxima = ThroughputRules.Merge(index.OnDemandMaxima, maxima) };
        if (change.Warm is { } warm) index = index with { WarmThroughput = ThroughputRules.RaiseWarm(index.WarmThroughput, warm, index.Name) };
        return index.IsBackfilling ? index : index with { Phase = TablePhase.Updating, ReadyAt = readyAt };
    }

    private static IndexDefinition Find(TableDefinition table, string action, string name)
    {
        IndexDefinition index = table.FindIndex(name) ?? throw new WireException(DynamoErrors.IndexMissing(name, table.Name));
        if (!index.IsGlobal) throw new WireException(DynamoErrors.IndexIsLocal(action, name));
        return index.IsDeleting ? throw new WireException(DynamoErrors.IndexIsDeleted(table.Name, name)) : index;
    }

    private static TableDefinition Replace(TableDefinition table, IndexDefinition index) =>
        table with { Indexes = [.. table.Indexes.Select(one => one.Number == index.Number ? index : one)] };

    /// <summary>DynamoDB's answers show some changes at once, and of others only that they go on.</summary>
    private TableDefinition Show(TableDefinition before, TableDefinition after, TableActivity activity)
    {
        bool showsOld = activity is TableActivity.Throughput or TableActivity.TableClass || update.HasEncryption || update.HasWarm;
        TableDefinition shown = (showsOld ? before : after) with
        {
            Indexes =
            [
                .. (showsOld ? before : after).Indexes.Select(index => update.Indexes.FirstOrDefault(one => one.Name == index.Name) switch
                {
                    IndexUpdate.Change when !index.IsBackfilling => (before.FindIndex(index.Name) ?? index) with { Phase = TablePhase.Updating, ReadyAt = DateTimeOffset.MaxValue },
                    IndexUpdate.Create => index with { ReadyAt = DateTimeOffset.MaxValue },
                    _ => index,
                }),
            ],
        };
        if (activity == TableActivity.Billing) shown = shown with { Indexes = after.Indexes };
        return activity == TableActivity.None ? shown : shown with { Phase = TablePhase.Updating, ReadyAt = DateTimeOffset.MaxValue };
    }
}
