using System.Text;
using Gateway.Benchmarks.Wire;
using Gateway.Crdt.Codec;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Indexes;
using Gateway.DynamoCompat.Operations;
using Gateway.DynamoCompat.Replication;
using Gateway.DynamoCompat.Scopes;
using Gateway.DynamoCompat.Streams;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.TimeToLive;
using Gateway.DynamoCompat.Wire;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Log;
using Gateway.Testing.Stores;

namespace Gateway.Benchmarks.Writes;

/// <summary>What single writes cost between the request that was read and the batch that is committed: the items and requests of the HTTP bench.</summary>
internal sealed class WriteFigures
{
    private const int Items = 64;
    private const int Versions = 8;

    private readonly WritePlanner planner;
    private readonly ReplicaTable replicas;
    private readonly TableFigures figures;
    private readonly TableSchema table;
    private readonly WriteBatch batch = new();
    private readonly byte[]?[] stored = new byte[Items][];
    private readonly Value[,] items = new Value[Items, Versions];
    private readonly Value[] keys = new Value[Items];
    private readonly WireStructure add;
    private readonly WireStructure[] sets = new WireStructure[Versions];
    private readonly ExpressionCache expressions = new();
    private int next;
    private long sequence;

    private WriteFigures(MemoryStore store, CommitLoop commits)
    {
        StoreIdentity identity = StoreIdentity.Open(store, ReplicaId.Create);
        ReplicaState replication = new(store);
        StoreClock clock = new(store, TimeProvider.System, identity.Self);
        PartitionDoor door = new(new TableDirectory(TableCatalog.Open(store, commits, TimeProvider.System)));
        replicas = identity.Replicas;
        planner = new WritePlanner(clock, identity.Replicas, replication, door);
        figures = TableFigures.Open(store);
        table = TableCompiler.Compile(new TableDefinition
        {
            Number = 100,
            AccountId = "123456789012",
            Region = "eu-west-1",
            Name = "bench",
            TableId = Guid.Empty.ToString(),
            CreatedAt = DateTimeOffset.UnixEpoch,
            Attributes = [new AttributeDefinition("pk", "S"), new AttributeDefinition("sk", "S")],
            Key = [new KeyElement("pk", "HASH"), new KeyElement("sk", "RANGE")],
        });
        for (int item = 0; item < Items; item++)
        {
            for (int version = 0; version < Versions; version++) items[item, version] = Item(item, version);
            keys[item] = RequestReader.Read(SampleRequests.GetInput, Encoding.UTF8.GetBytes($$$"""{"TableName":"bench","Key":{{{Key(item)}}}}""")).Item("Key");
            stored[item] = planner.Plan(PutItem.WriteOf(table, items[item, 0], null), null).StoredAfter;
        }

        add = Update("\"ADD visits :one\",\"ExpressionAttributeValues\":{\":one\":{\"N\":\"1\"}}");
        for (int version = 0; version < Versions; version++) sets[version] = Update($$$$"""
            "SET #t = :title","ExpressionAttributeNames":{"#t":"title"},"ExpressionAttributeValues":{":title":{"S":"The same cup, but for the {{{{version}}}}th time, and by hand"}}
            """);
    }

    public static void Print(TextWriter output)
    {
        using MemoryStore store = new();
        using CommitLoop commits = new(store, 0);
        WriteFigures puts = new(store, commits);
        Figures.Measure(output, "address and check a put", puts.WriteOf);
        Figures.Measure(output, "plan a put", puts.Plan);
        Figures.Measure(output, "put, all of it", puts.Put);
        WriteFigures updates = new(store, commits);
        Figures.Measure(output, "bind an ADD", () => UpdateItem.WriteOf(updates.table, updates.keys[0], RequestExpressions.Read(updates.add, ExpressionUse.Update).Parse(updates.expressions).Update!, null));
        Figures.Measure(output, "plan an ADD or a SET", updates.PlanUpdate);
        Figures.Measure(output, "ADD or SET, all of it", updates.Change);
        PlannedWrite planned = puts.Plan();
        Figures.Measure(output, "apply the delta of a put", () => planned.DocumentBefore!.Apply(planned.Delta!, out _));
        Figures.Measure(output, "encode the document", () => DocumentCodec.Encode(planned.DocumentAfter!, puts.replicas));
        Figures.Measure(output, "encode the delta", () => DeltaCodec.Encode(planned.Delta!));
        byte[] document = puts.stored[0]!;
        Figures.Measure(output, $"decode the document, {document.Length} bytes", () => DocumentCodec.Decode(default, document, puts.replicas));
    }

    private PlannedWrite Plan()
    {
        int item = Next();
        return planner.Plan(PutItem.WriteOf(table, items[item, next / Items % Versions], null), stored[item]);
    }

    private PlannedWrite PlanUpdate()
    {
        int item = Next();
        return planner.Plan(UpdateOf(item), stored[item]);
    }

    private ItemWrite WriteOf() => PutItem.WriteOf(table, items[Next(), 0], null);

    private ItemWrite UpdateOf(int item)
    {
        WireStructure input = next / Items % 2 == 0 ? add : sets[next / Items % Versions];
        return UpdateItem.WriteOf(table, keys[item], RequestExpressions.Read(input, ExpressionUse.Update).Parse(expressions).Update!, null);
    }

    private PlannedWrite Put() => Commit(Plan(), next % Items);

    private PlannedWrite Change() => Commit(PlanUpdate(), next % Items);

    private int Next() => ++next % Items;

    private PlannedWrite Commit(PlannedWrite write, int item)
    {
        batch.Clear();
        sequence++;
        batch.Put(write.Write.Address.StoreKey, write.StoredAfter);
        if (write.ChangesItem)
        {
            IndexWriter.Write(batch, write);
            ExpiryWriter.Write(batch, write);
            figures.Change(write);
        }

        HistoryWriter.Write(batch, table, write.Write.Address, write.StoredBefore, 0, sequence);
        StreamAppender.Write(batch, write, 0, sequence);
        ChangeLog.Append(batch, sequence, new LogEntry { Milliseconds = 0, Table = table.Number, Delta = DeltaCodec.Encode(write.Delta!) });
        stored[item] = write.StoredAfter;
        return write;
    }

    private static WireStructure Update(string rest) => RequestReader.Read(SampleRequests.UpdateInput, Encoding.UTF8.GetBytes($$$"""{"TableName":"bench","Key":{{{Key(0)}}},"UpdateExpression":{{{rest}}}}"""));

    private static string Key(int number) => $$$"""{"pk":{"S":"user#{{{number / 10:D7}}}"},"sk":{"S":"item#{{{number % 10}}}"}}""";

    private static Value Item(int number, int version)
    {
        Random random = new((number * 31) + version);
        string text = new([.. Enumerable.Range(0, 186).Select(_ => (char)random.Next('a', 'z' + 1))]);
        return RequestReader.Read(SampleRequests.PutInput, Encoding.UTF8.GetBytes($$$$"""
            {"TableName":"bench","Item":{"pk":{"S":"user#{{{{number / 10:D7}}}}"},"sk":{"S":"item#{{{{number % 10}}}}"},"title":{"S":"A blue cup of the third kind, glazed by hand"},"price":{"N":"{{{{(number % 9000) + 1000}}}}.{{{{(version % 9) + 11}}}}"},"stock":{"N":"{{{{version + 40}}}}"},"active":{"BOOL":true},"tags":{"SS":["blue","cup","glazed"]},"address":{"M":{"street":{"S":"12 Long Lane, second floor"},"city":{"S":"Springfield"},"zip":{"S":"01234"}}},"steps":{"L":[{"S":"packed"},{"S":"sent"},{"N":"3"}]},"description":{"S":"{{{{text}}}}"}}}
            """)).Item("Item");
    }
}
