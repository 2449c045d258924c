using System.Collections.Frozen;
using Gateway.DynamoCompat.Operations;
using Gateway.DynamoCompat.Streams;

namespace Gateway.DynamoCompat;

/// <summary>The operations by the name that <c>X-Amz-Target</c> carries.</summary>
internal sealed class DynamoCatalog
{
    private const string TablesPrefix = "DynamoDB_20120810.";

    private const string StreamsPrefix = "DynamoDBStreams_20120810.";

    private readonly FrozenDictionary<string, OperationEntry> byTarget;

    public DynamoCatalog(DynamoServices services)
    {
        Dictionary<string, OperationEntry> entries = new(StringComparer.Ordinal);
        AddItem("PutItem", new PutItem(services.Tables, services.Expressions));
        Add(TablesPrefix, "GetItem", new GetItem(services.Tables, services.Expressions, services.Reads));
        AddItem("UpdateItem", new UpdateItem(services.Tables, services.Expressions));
        AddItem("DeleteItem", new DeleteItem(services.Tables, services.Expressions));
        Add(TablesPrefix, "Query", new Query(services.Tables, services.Expressions, services.Reads));
        Add(TablesPrefix, "Scan", new Scan(services.Tables, services.Expressions, services.Reads));
        Add(TablesPrefix, "BatchGetItem", new BatchGetItem(services.Tables, services.Expressions, services.Reads));
        Add(TablesPrefix, "BatchWriteItem", new BatchWriteItem(services.Tables, services.Writes));
        Add(TablesPrefix, "TransactGetItems", new TransactGetItems(services.Tables, services.Expressions, services.Transactions));
        Add(TablesPrefix, "TransactWriteItems", new TransactWriteItems(services.Tables, services.Expressions, services.Transactions));
        Add(TablesPrefix, "ExecuteStatement", new ExecuteStatement(services.Tables, services.Statements, services.Reads, services.Writes));
        Add(TablesPrefix, "BatchExecuteStatement", new BatchExecuteStatement(services.Tables, services.Statements, services.Reads, services.Writes));
        Add(TablesPrefix, "ExecuteTransaction", new ExecuteTransaction(services.Tables, services.Statements, services.Transactions));
        foreach ((string name, IDynamoOperation operation) in services.Control.Operations) Add(TablesPrefix, name, operation);
        ShardReader shards = new(services.Store, services.Commits);
        Add(StreamsPrefix, "ListStreams", new ListStreams(services.Tables));
        Add(StreamsPrefix, "DescribeStream", new DescribeStream(services.Tables, shards));
        Add(StreamsPrefix, "GetShardIterator", new GetShardIterator(services.Tables, shards, services.Time));
        Add(StreamsPrefix, "GetRecords", new GetRecords(services.Tables, shards, services.Time));
        byTarget = entries.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(string prefix, string name, IDynamoOperation operation) => entries.Add(prefix + name, new OperationEntry(name, operation));

        void AddItem(string name, IItemOperation operation) => entries.Add(TablesPrefix + name, new OperationEntry(name, operation));
    }

    /// <summary>The targets that are answered, in no order.</summary>
    public IEnumerable<string> Targets => byTarget.Keys;

    /// <summary>The operation of a target; null if there is none.</summary>
    public OperationEntry? Find(string target) => byTarget.GetValueOrDefault(target);
}
