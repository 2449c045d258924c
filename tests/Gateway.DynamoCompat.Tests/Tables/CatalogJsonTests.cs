using System.Text.Json;
using Gateway.DynamoCompat.Backups;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Tables.Jobs;

namespace Gateway.DynamoCompat.Tests.Tables;

/// <summary>The catalog is read again by every later version of the program: what is written here once stays readable.</summary>
public sealed class CatalogJsonTests
{
    private const string Least =
        """
        {"number":1,"accountId":"111111111111","region":"us-east-1","name":"music","tableId":"x","createdAt":"2026-01-01T00:00:00+00:00",
         "attributes":[{"name":"a","type":"S"}],"key":[{"name":"a","role":"HASH"}]}
        """;

    private static readonly TableDefinition Table = new()
    {
        Number = 7,
        AccountId = "111111111111",
        Region = "us-east-1",
        Name = "music",
        TableId = "00000000-0000-4000-8000-000000000000",
        CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
        Attributes = [new AttributeDefinition("a", "S"), new AttributeDefinition("b", "N")],
        Key = [new KeyElement("a", "HASH"), new KeyElement("b", "RANGE")],
        Indexes =
        [
            new IndexDefinition
            {
                Number = 1, Name = "g", IsGlobal = true, Key = [new KeyElement("b", "HASH")], Projection = "INCLUDE", NonKeyAttributes = ["c"], IsBackfilling = true, Phase = TablePhase.Creating,
                ReadyAt = DateTimeOffset.UnixEpoch, Throughput = new Throughput { ReadUnits = 1, WriteUnits = 2 }, OnDemandMaxima = new RequestUnits(3, null), WarmThroughput = new RequestUnits(4, 5),
            },
            new IndexDefinition { Number = 2, Name = "l", IsGlobal = false, Key = [new KeyElement("a", "HASH"), new KeyElement("c", "RANGE")], Projection = "ALL", IsDeleting = true },
        ],
        NextIndexNumber = 3,
        Stream = new StreamDefinition(StreamView.NewAndOldImages, "2026-01-02T03:04:05.678"),
        LatestStreamLabel = "2026-01-02T03:04:05.678",
        PastStreams = [new PastStream(new StreamDefinition(StreamView.KeysOnly, "2026-01-01T00:00:00.000"), DateTimeOffset.UnixEpoch)],
        TimeToLiveAttribute = "ends",
        TimeToLiveChangedAt = DateTimeOffset.UnixEpoch,
        KeepsHistory = true,
        HistorySince = DateTimeOffset.UnixEpoch,
        RecoveryPeriodInDays = 7,
        Tags = [new Tag("k", "v")],
        Phase = TablePhase.Updating,
        ReadyAt = DateTimeOffset.UnixEpoch,
        Activity = TableActivity.Index,
        IsRestoring = true,
        Restored = new RestoreOrigin("arn:b", "arn:t", DateTimeOffset.UnixEpoch),
        IsOnDemand = true,
        OnDemandSince = DateTimeOffset.UnixEpoch,
        Throughput = new Throughput { ReadUnits = 1, WriteUnits = 2, IncreasedAt = DateTimeOffset.UnixEpoch, DecreasedAt = DateTimeOffset.UnixEpoch, DecreasesThatDay = 3 },
        OnDemandMaxima = new RequestUnits(null, 6),
        WarmThroughput = new RequestUnits(7, 8),
        TableClass = "STANDARD",
        TableClassChangedAt = DateTimeOffset.UnixEpoch,
        IsDeletionProtected = true,
        EncryptionKeyArn = "arn:k",
        Policy = new ResourcePolicy("{}", "1"),
        StreamPolicy = new ResourcePolicy("{}", "2"),
        ContributorInsights = [new ContributorInsights("g", true, "THROTTLED_KEYS", DateTimeOffset.UnixEpoch)],
        KinesisDestinations = [new KinesisDestination("arn:s", true, "MICROSECOND")],
    };

    [Fact]
    public void A_table_is_read_as_it_was_written()
    {
        string json = JsonSerializer.Serialize(Table, CatalogJson.Default.TableDefinition);
        TableDefinition read = JsonSerializer.Deserialize(json, CatalogJson.Default.TableDefinition)!;

        Assert.Equivalent(Table, read, strict: true);
        Assert.Equal(json, JsonSerializer.Serialize(read, CatalogJson.Default.TableDefinition));
    }

    [Fact]
    public void A_table_is_written_like_this() =>
        Assert.Equal(
            """
            {"number":7,"accountId":"111111111111","region":"us-east-1","name":"music","tableId":"00000000-0000-4000-8000-000000000000",
            "createdAt":"2026-01-02T03:04:05.678+00:00","attributes":[{"name":"a","type":"S"},{"name":"b","type":"N"}],"key":[{"name":"a",
            "role":"HASH"},{"name":"b","role":"RANGE"}],"indexes":[{"number":1,"name":"g","isGlobal":true,"key":[{"name":"b","role":"HASH"}],
            "projection":"INCLUDE","nonKeyAttributes":["c"],"isBackfilling":true,"isDeleting":false,"phase":1,"readyAt":"1970-01-01T00:00:00+00:00",
            "throughput":{"readUnits":1,"writeUnits":2,"decreasesThatDay":0},"onDemandMaxima":{"reads":3},"warmThroughput":{"reads":4,"writes":5}},{"number":2,
            "name":"l","isGlobal":false,"key":[{"name":"a","role":"HASH"},{"name":"c","role":"RANGE"}],"projection":"ALL","nonKeyAttributes":[],
            "isBackfilling":false,"isDeleting":true,"phase":0,"readyAt":"0001-01-01T00:00:00+00:00","throughput":{"readUnits":0,"writeUnits":0,
            "decreasesThatDay":0}}],"nextIndexNumber":3,"stream":{"view":4,"label":"2026-01-02T03:04:05.678"},"latestStreamLabel":"2026-01-02T03:04:05.678",
            "pastStreams":[{"stream":{"view":1,"label":"2026-01-01T00:00:00.000"},"endedAt":"1970-01-01T00:00:00+00:00"}],"timeToLiveAttribute":"ends",
            "timeToLiveChangedAt":"1970-01-01T00:00:00+00:00","keepsHistory":true,"historySince":"1970-01-01T00:00:00+00:00","recoveryPeriodInDays":7,
            "tags":[{"key":"k","value":"v"}],"phase":2,"readyAt":"1970-01-01T00:00:00+00:00","activity":5,"isRestoring":true,"restored":{"backupArn":"arn:b",
            "tableArn":"arn:t","restoredTo":"1970-01-01T00:00:00+00:00"},"isOnDemand":true,"onDemandSince":"1970-01-01T00:00:00+00:00",
            "throughput":{"readUnits":1,"writeUnits":2,"increasedAt":"1970-01-01T00:00:00+00:00","decreasedAt":"1970-01-01T00:00:00+00:00","decreasesThatDay":3},
            "onDemandMaxima":{"writes":6},"warmThroughput":{"reads":7,"writes":8},"tableClass":"STANDARD","tableClassChangedAt":"1970-01-01T00:00:00+00:00",
            "isDeletionProtected":true,"encryptionKeyArn":"arn:k","policy":{"document":"{}","revisionId":"1"},"streamPolicy":{"document":"{}","revisionId":"2"},
            "contributorInsights":[{"indexName":"g","isEnabled":true,"mode":"THROTTLED_KEYS","updatedAt":"1970-01-01T00:00:00+00:00"}],
            "kinesisDestinations":[{"streamArn":"arn:s","isActive":true,"precision":"MICROSECOND"}]}
            """.ReplaceLineEndings(""),
            JsonSerializer.Serialize(Table, CatalogJson.Default.TableDefinition));

    [Fact]
    public void Members_that_came_later_have_their_usual_values()
    {
        TableDefinition read = JsonSerializer.Deserialize(Least, CatalogJson.Default.TableDefinition)!;

        Assert.Empty(read.Indexes);
        Assert.Empty(read.Tags);
        Assert.Empty(read.PastStreams);
        Assert.Empty(read.ContributorInsights);
        Assert.Empty(read.KinesisDestinations);
        Assert.Equal(35, read.RecoveryPeriodInDays);
        Assert.Equal(1u, read.NextIndexNumber);
        Assert.Equal(Throughput.None, read.Throughput);
        Assert.Equal(TablePhase.Active, read.PhaseAt(DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void Jobs_and_backups_are_read_as_they_were_written()
    {
        JobRecord job = new() { Number = 1, Kind = JobKind.Restore, Table = 2, Index = 3, Backup = 4, Source = 5, Moment = 6, NotBefore = DateTimeOffset.UnixEpoch };
        Assert.Equal(job, JsonSerializer.Deserialize(JsonSerializer.Serialize(job, CatalogJson.Default.JobRecord), CatalogJson.Default.JobRecord));

        BackupDefinition backup = new() { Number = 1, Arn = "arn:b", Name = "b", IsSystem = true, CreatedAt = DateTimeOffset.UnixEpoch, ExpiresAt = DateTimeOffset.UnixEpoch, IsAvailable = true, SizeBytes = 2, ItemCount = 3, Table = Table };
        Assert.Equivalent(backup, JsonSerializer.Deserialize(JsonSerializer.Serialize(backup, CatalogJson.Default.BackupDefinition), CatalogJson.Default.BackupDefinition), strict: true);
    }
}
