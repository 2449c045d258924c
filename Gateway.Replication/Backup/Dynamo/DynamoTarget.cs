using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Gateway.Replication.Backup.Dynamo;

/// <summary>The tables at an endpoint. Only those are touched that were made for the backup: a tag says so.</summary>
internal sealed class DynamoTarget(IAmazonDynamoDB client, TimeProvider time)
{
    /// <summary>The tag of a table that was made for a backup; its value is the id of the table that it is the backup of.</summary>
    public const string Tag = "edge:backup-of";

    private const int BatchItems = 25;
    private const int AttemptsMax = 8;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan TablePatience = TimeSpan.FromMinutes(5);

    /// <summary>Sees to it that the table is there.</summary>
    /// <returns>True if it was made now, and is empty.</returns>
    /// <exception cref="BackupFault">Somebody else's table has its name.</exception>
    public async Task<bool> EnsureAsync(BackupTable table, CancellationToken token)
    {
        if (await DescribeAsync(table.Name, token).ConfigureAwait(false) is { } there)
        {
            ListTagsOfResourceResponse tags = await client.ListTagsOfResourceAsync(new ListTagsOfResourceRequest { ResourceArn = there.TableArn }, token).ConfigureAwait(false);
            string? of = tags.Tags?.FirstOrDefault(tag => tag.Key == Tag)?.Value;
            if (of is null) throw new BackupFault($"the endpoint has a table {table.Name} that was not made for this backup: remove it there, or tag it {Tag}={table.Id}");
            if (of == table.Id.ToString())
            {
                await WhenActiveAsync(table.Name, isThere: true, token).ConfigureAwait(false);
                return false;
            }

            await client.DeleteTableAsync(table.Name, token).ConfigureAwait(false); // of an earlier table of that name
            await WhenActiveAsync(table.Name, isThere: false, token).ConfigureAwait(false);
        }

        await client.CreateTableAsync(RequestOf(table), token).ConfigureAwait(false);
        await WhenActiveAsync(table.Name, isThere: true, token).ConfigureAwait(false);
        return true;
    }

    /// <summary>Puts and deletes items of one table, each key once.</summary>
    /// <returns>Items that the endpoint does not take, and why.</returns>
    public async Task<IReadOnlyList<string>> WriteAsync(string table, IReadOnlyList<WriteRequest> writes, CancellationToken token)
    {
        List<string> refused = [];
        foreach (WriteRequest[] batch in writes.Chunk(BatchItems))
        {
            try
            {
                await WriteBatchAsync(table, [.. batch], token).ConfigureAwait(false);
            }
            catch (AmazonDynamoDBException fault) when (fault.ErrorCode == "ValidationException" && batch.Length > 1)
            {
                foreach (WriteRequest one in batch) refused.AddRange(await WriteAsync(table, [one], token).ConfigureAwait(false));
            }
            catch (AmazonDynamoDBException fault) when (fault.ErrorCode == "ValidationException")
            {
                refused.Add(fault.Message);
            }
        }

        return refused;
    }

    /// <summary>The keys of all items of a table, some at a time.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Dictionary<string, AttributeValue>>> KeysAsync(BackupTable table, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
    {
        Dictionary<string, string> names = table.Schema.Key.Select((part, at) => (Placeholder: $"#k{at}", part.Name)).ToDictionary(pair => pair.Placeholder, pair => pair.Name);
        ScanRequest request = new() { TableName = table.Name, ConsistentRead = true, ProjectionExpression = string.Join(',', names.Keys), ExpressionAttributeNames = names };
        do
        {
            ScanResponse page = await client.ScanAsync(request, token).ConfigureAwait(false);
            if (page.Items is { Count: > 0 } items) yield return items;
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }

    private static CreateTableRequest RequestOf(BackupTable table)
    {
        CreateTableRequest request = new()
        {
            TableName = table.Name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = KeyOf(table.Schema.Key),
            AttributeDefinitions = [.. table.Schema.Indexes.SelectMany(index => index.Key).Concat(table.Schema.Key).DistinctBy(part => part.Name).Select(part => new AttributeDefinition(part.Name, part.Type))],
            Tags = [new Amazon.DynamoDBv2.Model.Tag { Key = Tag, Value = table.Id.ToString() }],
        };
        foreach (BackupIndex index in table.Schema.Indexes)
        {
            Projection projection = new() { ProjectionType = index.Projection, NonKeyAttributes = index.Included.Count > 0 ? [.. index.Included] : null };
            if (index.IsGlobal) (request.GlobalSecondaryIndexes ??= []).Add(new GlobalSecondaryIndex { IndexName = index.Name, KeySchema = KeyOf(index.Key), Projection = projection });
            else (request.LocalSecondaryIndexes ??= []).Add(new LocalSecondaryIndex { IndexName = index.Name, KeySchema = KeyOf(index.Key), Projection = projection });
        }

        return request;
    }

    private static List<KeySchemaElement> KeyOf(IReadOnlyList<BackupKeyPart> key) => [.. key.Select(part => new KeySchemaElement(part.Name, part.IsPartition ? KeyType.HASH : KeyType.RANGE))];

    private async Task WriteBatchAsync(string table, List<WriteRequest> batch, CancellationToken token)
    {
        TimeSpan wait = FirstWait;
        for (int attempt = 1; batch.Count > 0; attempt++)
        {
            BatchWriteItemResponse answer = await client.BatchWriteItemAsync(new BatchWriteItemRequest { RequestItems = new() { [table] = batch } }, token).ConfigureAwait(false);
            if (answer.UnprocessedItems is not { Count: > 0 } left) return;
            if (attempt == AttemptsMax) throw new BackupFault($"the endpoint takes the items of {table} too slowly");
            batch = left[table];
            await Task.Delay(wait, time, token).ConfigureAwait(false);
            wait *= 2;
        }
    }

    private async Task<TableDescription?> DescribeAsync(string table, CancellationToken token)
    {
        try
        {
            return (await client.DescribeTableAsync(table, token).ConfigureAwait(false)).Table;
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }

    private async Task WhenActiveAsync(string table, bool isThere, CancellationToken token)
    {
        DateTimeOffset end = time.GetUtcNow() + TablePatience;
        for (TimeSpan wait = FirstWait; ; wait = TimeSpan.FromTicks(Math.Min(2 * wait.Ticks, TimeSpan.FromSeconds(5).Ticks)))
        {
            TableDescription? found = await DescribeAsync(table, token).ConfigureAwait(false);
            if (isThere ? found?.TableStatus == TableStatus.ACTIVE : found is null) return;
            if (time.GetUtcNow() > end) throw new BackupFault($"the table {table} at the endpoint is {found?.TableStatus ?? "missing"} for too long");
            await Task.Delay(wait, time, token).ConfigureAwait(false);
        }
    }
}
