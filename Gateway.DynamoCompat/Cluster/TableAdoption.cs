using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.Cluster;

/// <summary>From a table as it is here and its settings as all PoPs know them to the table that it shall be here. Pure: the same input gives the same answer.</summary>
/// <param name="settings">The shared settings.</param>
/// <param name="now">The moment.</param>
internal sealed class TableAdoption(SharedSettings settings, DateTimeOffset now)
{
    private readonly List<uint> filled = [];
    private readonly List<uint> purged = [];

    /// <summary>The indexes to be filled from the items that are there.</summary>
    public IReadOnlyList<uint> Filled => filled;

    /// <summary>The indexes whose entries are to be removed.</summary>
    public IReadOnlyList<uint> Purged => purged;

    /// <summary>True if the times of expiry are to be written anew.</summary>
    public bool ChangesExpiry { get; private set; }

    /// <summary>True if the past is kept from now on.</summary>
    public bool BeginsHistory { get; private set; }

    /// <summary>True if the past is kept no more.</summary>
    public bool EndsHistory { get; private set; }

    /// <summary>A table that is not here yet.</summary>
    public TableDefinition Make(TableIdentity identity, string accountId, string region, string name, uint number)
    {
        TypedKeyPart[] key = TableIdentity.ReadKey(identity.Key);
        TableDefinition made = Apply(new TableDefinition
        {
            Number = number,
            AccountId = accountId,
            Region = region,
            Name = name,
            TableId = identity.TableId,
            CreatedAt = settings.Moment(SharedForm.Created) ?? now,
            Key = [.. key.Select(part => new KeyElement(part.Name, part.Role))],
            Attributes = [.. key.Select(part => new AttributeDefinition(part.Name, part.Type))],
            ReadyAt = default,
            IsShared = true,
        });
        filled.Clear(); // there is nothing to fill them from
        return made with { Indexes = [.. made.Indexes.Select(index => index with { IsBackfilling = false, Phase = TablePhase.Active })] };
    }

    /// <summary>A table that is here.</summary>
    public TableDefinition Apply(TableDefinition table)
    {
        table = ApplyIndexes(table);
        table = ApplyStream(table);
        string? expiry = settings.Text(SharedForm.Expiry);
        ChangesExpiry = expiry != table.TimeToLiveAttribute;
        int? days = settings.Number(SharedForm.RecoveryDays);
        BeginsHistory = days is not null && !table.KeepsHistory;
        EndsHistory = days is null && table.KeepsHistory;
        string? key = settings.Text(SharedForm.EncryptionKey);
        bool isOnDemand = settings.Text(SharedForm.Billing) == "PAY_PER_REQUEST";
        return table with
        {
            CreatedAt = settings.Moment(SharedForm.Created) ?? table.CreatedAt,
            Tags = Keep(table.Tags, [.. settings.Texts(SharedForm.Tags).Select(tag => new Tag(tag.Name, tag.Text))]),
            TimeToLiveAttribute = expiry,
            TimeToLiveChangedAt = settings.Moment(SharedForm.ExpiryChanged),
            KeepsHistory = days is not null,
            RecoveryPeriodInDays = days ?? table.RecoveryPeriodInDays,
            HistorySince = days is null ? null : table.HistorySince,
            IsOnDemand = isOnDemand,
            OnDemandSince = settings.Moment(SharedForm.OnDemandSince),
            Throughput = settings.Json(SharedForm.Throughput, CatalogJson.Default.Throughput) ?? Throughput.None,
            OnDemandMaxima = settings.Json(SharedForm.OnDemandMaxima, CatalogJson.Default.RequestUnits),
            WarmThroughput = settings.Json(SharedForm.WarmThroughput, CatalogJson.Default.RequestUnits),
            TableClass = settings.Text(SharedForm.TableClass),
            TableClassChangedAt = settings.Moment(SharedForm.TableClassChanged),
            IsDeletionProtected = settings.Flag(SharedForm.IsProtected),
            EncryptionKeyArn = key,
            Policy = settings.Json(SharedForm.Policy, CatalogJson.Default.ResourcePolicy),
            StreamPolicy = settings.Json(SharedForm.StreamPolicy, CatalogJson.Default.ResourcePolicy),
            ContributorInsights = Keep(table.ContributorInsights, [.. settings.Items(SharedForm.Insights, CatalogJson.Default.ContributorInsights)]),
            KinesisDestinations = Keep(table.KinesisDestinations, [.. settings.Items(SharedForm.Kinesis, CatalogJson.Default.KinesisDestination)]),
            Replicas = Keep(table.Replicas, [.. settings.Items(SharedForm.Replicas, CatalogJson.Default.ReplicaDefinition)]),
        };
    }

    /// <summary>The same list where both hold the same, in whatever order: an order that was given here stays.</summary>
    private static IReadOnlyList<T> Keep<T>(IReadOnlyList<T> mine, IReadOnlyList<T> theirs) =>
        mine.Count == theirs.Count && mine.All(theirs.Contains) ? mine : [.. mine.Where(theirs.Contains), .. theirs.Where(one => !mine.Contains(one))];

    /// <summary>Where two indexes say different types of one attribute, the table's key and then the index first by name decide, at every PoP alike.</summary>
    private TableDefinition ApplyIndexes(TableDefinition table)
    {
        Dictionary<string, string> types = table.Key.ToDictionary(part => part.Name, part => table.Attributes.First(attribute => attribute.Name == part.Name).Type);
        List<IndexDefinition> indexes = [];
        foreach (SharedIndex shared in settings.Items(SharedForm.Indexes, CatalogJson.Default.SharedIndex))
        {
            foreach (TypedKeyPart part in shared.Key) types.TryAdd(part.Name, part.Type);
            indexes.Add(shared.Define());
        }

        uint next = table.NextIndexNumber;
        List<IndexDefinition> after = [];
        List<IndexDefinition> left = [.. indexes];
        foreach (IndexDefinition index in table.Indexes)
        {
            IndexDefinition? same = index.IsDeleting ? null : left.Find(one => one.Name == index.Name && IsSame(table, index, one, types));
            if (same is not null)
            {
                left.Remove(same);
                after.Add(index with { Throughput = same.Throughput, OnDemandMaxima = same.OnDemandMaxima, WarmThroughput = same.WarmThroughput });
                continue;
            }

            if (!index.IsDeleting) purged.Add(index.Number);
            after.Add(index with { IsDeleting = true, IsBackfilling = false, Phase = TablePhase.Deleting });
        }

        // Before one of the same name that goes, so that the name finds the one that stays.
        foreach (IndexDefinition index in left)
        {
            filled.Add(next);
            int before = after.FindIndex(one => one.Name == index.Name);
            after.Insert(before < 0 ? after.Count : before, index with { Number = next++, IsBackfilling = true, Phase = TablePhase.Creating });
        }

        HashSet<string> used = [.. table.Key.Concat(after.SelectMany(index => index.Key)).Select(part => part.Name)];
        AttributeDefinition[] attributes = [.. used.Select(name => new AttributeDefinition(name, types.GetValueOrDefault(name) ?? table.Attributes.First(one => one.Name == name).Type))];
        return table with { Indexes = after.SequenceEqual(table.Indexes) ? table.Indexes : after, NextIndexNumber = next, Attributes = Keep<AttributeDefinition>(table.Attributes, [.. attributes]) };
    }

    private static bool IsSame(TableDefinition table, IndexDefinition mine, IndexDefinition theirs, Dictionary<string, string> types) =>
        mine.IsGlobal == theirs.IsGlobal
        && mine.Key.SequenceEqual(theirs.Key)
        && mine.Key.All(part => table.Attributes.First(attribute => attribute.Name == part.Name).Type == types[part.Name])
        && mine.Projection == theirs.Projection
        && mine.NonKeyAttributes.SequenceEqual(theirs.NonKeyAttributes);

    private TableDefinition ApplyStream(TableDefinition table)
    {
        StreamDefinition? stream = settings.Stream();
        string? label = settings.Text(SharedForm.LatestStream) ?? stream?.Label;
        if (stream == table.Stream) return table.LatestStreamLabel == label ? table : table with { LatestStreamLabel = label };
        return table with
        {
            Stream = stream,
            LatestStreamLabel = label,
            PastStreams = table.Stream is { } ended ? [.. table.PastStreams, new PastStream(ended, now)] : table.PastStreams,
        };
    }
}
