using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Gateway.Compat.Dynamo.Tests.Driver;

/// <summary>A table of one test class. Its tests keep apart by partition keys from <see cref="NextKey"/>.</summary>
public abstract class TestTable(ServiceUnderTest service) : IAsyncLifetime
{
    private int keys;

    /// <summary>Where it is.</summary>
    public ServiceUnderTest Service => service;

    /// <summary>Its name, unique to this run and class.</summary>
    public string Name { get; } = service.NextTableName();

    internal AmazonDynamoDBClient Dynamo => service.Dynamo;

    internal TableDescription Description { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        CreateTableRequest request = new() { TableName = Name, BillingMode = BillingMode.PAY_PER_REQUEST };
        Shape(request);
        Description = await service.CreateAsync(request);
        await FillAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>A partition key that no other test of the class has.</summary>
    public string NextKey() => $"k{Interlocked.Increment(ref keys):d4}";

    /// <summary>A token for idempotent requests.</summary>
    public string NextToken() => $"{Name[^12..]}-{NextKey()}";

    /// <summary>Sends a body; <c>@T</c> in it stands for the table's name.</summary>
    internal Task<RawAnswer> CallAsync(string operation, string json) => service.Raw.CallAsync(operation, WithName(json));

    /// <summary>As <see cref="CallAsync"/>, and only how it ended: <c>200</c>, or the error's name and text.</summary>
    internal async Task<string> OutcomeAsync(string operation, string json) => WithoutName((await CallAsync(operation, json)).Outcome);

    internal string WithName(string text) => text.Replace("@T", Name, StringComparison.Ordinal);

    internal string WithoutName(string text) => text.Replace(Name, "@T", StringComparison.Ordinal);

    internal Task<PutItemResponse> PutAsync(string item) => Dynamo.PutItemAsync(Name, Items.Of(item));

    internal async Task<string> GetAsync(string key) =>
        Items.Show((await Dynamo.GetItemAsync(new GetItemRequest { TableName = Name, Key = Items.Of(key), ConsistentRead = true })).Item);

    /// <summary>Writes items, 25 at a time.</summary>
    internal async Task PutAllAsync(IEnumerable<string> items)
    {
        foreach (string[] some in items.Chunk(25))
        {
            List<WriteRequest> writes = [.. some.Select(item => new WriteRequest(new PutRequest(Items.Of(item))))];
            while (writes.Count > 0)
            {
                BatchWriteItemResponse response = await Dynamo.BatchWriteItemAsync(new Dictionary<string, List<WriteRequest>> { [Name] = writes });
                writes = response.UnprocessedItems?.GetValueOrDefault(Name) ?? [];
            }
        }
    }

    private protected abstract void Shape(CreateTableRequest request);

    private protected virtual Task FillAsync() => Task.CompletedTask;

    private protected static void Keys(CreateTableRequest request, params (string Name, string Type)[] keys)
    {
        request.KeySchema = [.. keys.Select((key, index) => new KeySchemaElement(key.Name, index == 0 ? KeyType.HASH : KeyType.RANGE))];
        request.AttributeDefinitions = [.. keys.Select(key => new AttributeDefinition(key.Name, ScalarAttributeType.FindValue(key.Type)))];
    }

    private protected static void Attributes(CreateTableRequest request, params (string Name, string Type)[] attributes) =>
        request.AttributeDefinitions.AddRange(attributes.Select(attribute => new AttributeDefinition(attribute.Name, ScalarAttributeType.FindValue(attribute.Type))));

    private protected static GlobalSecondaryIndex Global(string name, Projection projection, params string[] keys) =>
        new() { IndexName = name, Projection = projection, KeySchema = [.. keys.Select((key, index) => new KeySchemaElement(key, index == 0 ? KeyType.HASH : KeyType.RANGE))] };

    private protected static LocalSecondaryIndex Local(string name, Projection projection, params string[] keys) =>
        new() { IndexName = name, Projection = projection, KeySchema = [.. keys.Select((key, index) => new KeySchemaElement(key, index == 0 ? KeyType.HASH : KeyType.RANGE))] };

    private protected static Projection All => new() { ProjectionType = ProjectionType.ALL };

    private protected static Projection KeysOnly => new() { ProjectionType = ProjectionType.KEYS_ONLY };

    private protected static Projection Include(params string[] names) => new() { ProjectionType = ProjectionType.INCLUDE, NonKeyAttributes = [.. names] };
}
