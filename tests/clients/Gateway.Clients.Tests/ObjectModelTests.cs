using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.DataModel;
using Amazon.DynamoDBv2.DocumentModel;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace Gateway.Clients.Tests;

/// <summary>The higher models of the AWS SDK for .NET: objects (DynamoDBContext) and documents (Table).</summary>
public sealed class ObjectModelTests : IAsyncLifetime
{
    private readonly AmazonDynamoDBClient client;
    private readonly DynamoDBContext context;
    private readonly string prefix;

    public ObjectModelTests(ClientEndpoint endpoint)
    {
        client = new AmazonDynamoDBClient(new BasicAWSCredentials("AKIDCLIENTS", "secret"), new AmazonDynamoDBConfig { ServiceURL = endpoint.Address, AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });
        prefix = $"{endpoint.Prefix}-{Environment.CurrentManagedThreadId}-{GetHashCode()}-";
        context = new DynamoDBContextBuilder().WithDynamoDBClient(() => client).ConfigureContext(config => config.TableNamePrefix = prefix).Build();
    }

    private string Name => prefix + "Books";

    public async ValueTask InitializeAsync()
    {
        await client.CreateTableAsync(new CreateTableRequest
        {
            TableName = Name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            AttributeDefinitions = [new("Author", ScalarAttributeType.S), new("Title", ScalarAttributeType.S), new("Year", ScalarAttributeType.N)],
            KeySchema = [new("Author", KeyType.HASH), new("Title", KeyType.RANGE)],
            GlobalSecondaryIndexes = [new() { IndexName = "by-year", KeySchema = [new("Year", KeyType.HASH), new("Title", KeyType.RANGE)], Projection = new Projection { ProjectionType = ProjectionType.ALL } }],
        });
    }

    public async ValueTask DisposeAsync()
    {
        await client.DeleteTableAsync(Name);
        context.Dispose();
        client.Dispose();
    }

    [Fact]
    public async Task An_object_comes_back_as_it_was_saved()
    {
        Book book = new() { Author = "A", Title = "One", Year = 2001, Price = 12.5m, Tags = ["x", "y"], Cover = [1, 2, 255], Chapters = [new Chapter { Name = "c1", Pages = 3 }], Notes = new Dictionary<string, string> { ["k"] = "v" }, IsOut = true };

        await context.SaveAsync(book);
        Book read = await context.LoadAsync<Book>("A", "One");

        Assert.Equal((2001, 12.5m, true), (read.Year, read.Price, read.IsOut));
        Assert.Equal(["x", "y"], read.Tags.Order(StringComparer.Ordinal));
        Assert.Equal([1, 2, 255], read.Cover);
        Assert.Equal(("c1", 3, "v"), (read.Chapters[0].Name, read.Chapters[0].Pages, read.Notes["k"]));
        Assert.Null(await context.LoadAsync<Book>("A", "Absent"));
    }

    [Fact]
    public async Task A_version_that_was_overtaken_is_refused()
    {
        await context.SaveAsync(new Book { Author = "V", Title = "One" });
        Book mine = await context.LoadAsync<Book>("V", "One"), theirs = await context.LoadAsync<Book>("V", "One");
        theirs.Price = 1;
        await context.SaveAsync(theirs);
        mine.Price = 2;

        await Assert.ThrowsAsync<ConditionalCheckFailedException>(() => context.SaveAsync(mine));

        Assert.Equal((1m, 1), ((await context.LoadAsync<Book>("V", "One")).Price, (await context.LoadAsync<Book>("V", "One")).Version));
    }

    [Fact]
    public async Task Queries_scans_and_batches_work_on_objects()
    {
        IBatchWrite<Book> batch = context.CreateBatchWrite<Book>(new BatchWriteConfig { SkipVersionCheck = true });
        batch.AddPutItems(Enumerable.Range(10, 30).Select(number => new Book { Author = "Q", Title = $"T{number}", Year = number % 2 }));
        await batch.ExecuteAsync();

        List<Book> some = await context.QueryAsync<Book>("Q", QueryOperator.BeginsWith, ["T1"]).GetRemainingAsync();
        List<Book> even = await context.QueryAsync<Book>(0, new QueryConfig { IndexName = "by-year", BackwardQuery = true }).GetRemainingAsync();
        List<Book> odd = await context.ScanAsync<Book>([new Amazon.DynamoDBv2.DataModel.ScanCondition("Author", ScanOperator.Equal, "Q"), new Amazon.DynamoDBv2.DataModel.ScanCondition("Year", ScanOperator.GreaterThan, 0)]).GetRemainingAsync();
        IBatchGet<Book> get = context.CreateBatchGet<Book>();
        get.AddKey("Q", "T10");
        get.AddKey("Q", "T99");
        await get.ExecuteAsync();

        Assert.Equal(10, some.Count);
        Assert.Equal(15, even.Count(book => book.Author == "Q"));
        Assert.Equal("T38", even[0].Title);
        Assert.Equal(15, odd.Count);
        Assert.Equal("T10", Assert.Single(get.Results).Title);
    }

    [Fact]
    public async Task Objects_are_written_and_read_in_transactions()
    {
        ITransactWrite<Book> write = context.CreateTransactWrite<Book>();
        write.AddSaveItem(new Book { Author = "T", Title = "One", Year = 1 });
        write.AddSaveItem(new Book { Author = "T", Title = "Two", Year = 2 });
        await write.ExecuteAsync();

        ITransactGet<Book> get = context.CreateTransactGet<Book>();
        get.AddKey("T", "Two");
        await get.ExecuteAsync();

        Assert.Equal(2, Assert.Single(get.Results).Year);
        await context.DeleteAsync<Book>("T", "Two");
        Assert.Null(await context.LoadAsync<Book>("T", "Two"));
    }

    [Fact]
    public async Task Documents_take_any_shape()
    {
        ITable table = new TableBuilder(client, Name).AddHashKey("Author", DynamoDBEntryType.String).AddRangeKey("Title", DynamoDBEntryType.String).Build();
        Document document = new() { ["Author"] = "D", ["Title"] = "One", ["Count"] = 5, ["Nested"] = new Document { ["a"] = new DynamoDBList([1, "x"]) } };

        await table.PutItemAsync(document);
        await table.UpdateItemAsync(new Document { ["Author"] = "D", ["Title"] = "One", ["Count"] = 6, ["More"] = true });
        Document read = await table.GetItemAsync("D", "One");

        Assert.Equal((6, true, "x"), (read["Count"].AsInt(), read["More"].AsBoolean(), read["Nested"].AsDocument()["a"].AsDynamoDBList()[1].AsString()));
        await Assert.ThrowsAsync<ConditionalCheckFailedException>(() => table.PutItemAsync(document, new PutItemOperationConfig { ConditionalExpression = new Expression { ExpressionStatement = "attribute_not_exists(Author)" } }));
        List<Document> found = await table.Query("D", new QueryFilter("Title", QueryOperator.Equal, "One")).GetRemainingAsync();
        Assert.Single(found);
        await table.DeleteItemAsync("D", "One");
        Assert.Null(await table.GetItemAsync("D", "One"));
    }
}
