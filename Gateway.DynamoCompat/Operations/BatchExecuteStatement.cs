using System.Text.Json;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Capacity;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.PartiQl;
using Gateway.DynamoCompat.PartiQl.Syntax;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Validation;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>
/// BatchExecuteStatement: up to 25 statements that read one item each, or that write one item each; each succeeds or fails by itself.
/// Source: model BatchExecuteStatementInput; doc API_BatchExecuteStatement, ql-reference.multiplestatements.batching.
/// </summary>
internal sealed class BatchExecuteStatement(TableCatalog tables, StatementCache statements, ReadExecutor reads, WriteExecutor writes) : IDynamoOperation
{
    /// <summary>One statement and what became of it.</summary>
    private sealed class Part(WireStructure request)
    {
        public WireStructure Request => request;

        public Statement? Statement { get; set; }

        public BoundStatement? Bound { get; set; }

        public TableSchema? Table { get; set; }

        /// <summary>The item that is read, or the write.</summary>
        public Value Key { get; set; }

        public ItemAddress Address { get; set; }

        public ItemWrite? Write { get; set; }

        public PlannedWrite? Done { get; set; }

        public Value Item { get; set; }

        public DynamoError? Error { get; set; }

        public bool ReturnsOld => request.Text("ReturnValuesOnConditionCheckFailure") == "ALL_OLD";

        public bool IsConsistent => request.Flag("ConsistentRead") == true;
    }

    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        List<Part> parts = [.. input.Structures("Statements")!.Select(request => new Part(request))];
        foreach (Part part in parts) Attempt(part, Parse);
        if (parts.Any(part => part.Statement is Statement.Select) && parts.Any(part => part.Statement is not (null or Statement.Select))) return DynamoErrors.BatchMixed;
        foreach (Part part in parts) Attempt(part, current => Plan(caller, current));
        if (HasDuplicates(parts)) return DynamoErrors.DuplicateKeys;

        // Each begins before the first is waited for, so that one sync serves all.
        Task[] running = [.. parts.Where(part => part.Error is null).Select(RunAsync)];
        await Task.WhenAll(running).ConfigureAwait(false);
        Write(answer, input, parts);
        return null;
    }

    private static void Attempt(Part part, Action<Part> step)
    {
        if (part.Error is not null) return;
        try
        {
            step(part);
        }
        catch (WireException refusal)
        {
            part.Error = refusal.Error;
        }
    }

    private void Parse(Part part)
    {
        part.Statement = statements.Get(part.Request.Text("Statement")!);
        part.Bound = StatementBinder.Bind(part.Statement, part.Request.Values("Parameters") ?? []);
        if (part.Bound is BoundStatement.Exists) throw new WireException(DynamoErrors.ExistsOutside);
    }

    private void Plan(Caller caller, Part part)
    {
        if (!tables.TryGet(caller, part.Bound!.Table, out TableSchema? table)) throw new WireException(DynamoErrors.TableNotFound);
        part.Table = table;
        if (part.Bound is BoundStatement.Select select)
        {
            part.Key = KeyOf(select, table);
            part.Address = ItemKeys.AddressOf(table, part.Key);
        }
        else
        {
            part.Write = WritePlans.Of(part.Bound, table).By(caller);
            part.Address = part.Write.Address;
        }
    }

    private static Value KeyOf(BoundStatement.Select select, TableSchema table)
    {
        WhereKey where = WhereKey.Of(select.Where, table.Key, takesIn: true);
        if (select.Index is not null || !where.IsWhole(table.Key) || where.Others.Count > 0) throw new WireException(DynamoErrors.BatchReadKey);
        KeyRules.CheckKey(table, where.Key);
        return where.Key;
    }

    private static bool HasDuplicates(List<Part> parts)
    {
        HashSet<ItemAddress> addresses = [];
        return parts.Any(part => part.Error is null && !addresses.Add(part.Address));
    }

    private async Task RunAsync(Part part)
    {
        try
        {
            if (part.Bound is BoundStatement.Select select)
            {
                part.Item = await reads.GetAsync(part.Address, part.Key).ConfigureAwait(false);
                return;
            }

            part.Done = await writes.RunAsync(part.Write!).ConfigureAwait(false);
            part.Error = WriteResult.Refusal(part.Bound!, part.Done, part.ReturnsOld);
            if (part.Error is null) part.Item = WriteResult.Returned(part.Bound!, part.Done);
        }
        catch (WireException refusal)
        {
            part.Error = refusal.Error;
        }
    }

    private static void Write(Utf8JsonWriter answer, WireStructure input, List<Part> parts)
    {
        answer.WriteStartObject();
        answer.WriteStartArray("Responses"u8);
        foreach (Part part in parts) Write(answer, part);
        answer.WriteEndArray();
        if (input.Text("ReturnConsumedCapacity") is not (null or "NONE")) WriteCapacity(answer, input, parts);
        answer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter answer, Part part)
    {
        answer.WriteStartObject();
        if (part.Error is { } error)
        {
            answer.WriteStartObject("Error"u8);
            answer.WriteString("Code"u8, CodeOf(error));
            if (error is ConditionFailedError { Item: { IsNone: false } item })
            {
                answer.WritePropertyName("Item"u8);
                ItemWriter.WriteItem(answer, item);
            }

            answer.WriteString("Message"u8, error.Message);
            answer.WriteEndObject();
        }

        if (part.Bound is not null) answer.WriteString("TableName"u8, part.Bound.Table);
        if (part.Error is null && !part.Item.IsNone)
        {
            answer.WritePropertyName("Item"u8);
            ItemWriter.WriteItem(answer, part.Bound is BoundStatement.Select { Columns: { } columns } ? columns.Of(part.Item) : part.Item);
        }

        answer.WriteEndObject();
    }

    /// <summary>The name that the model gives an error inside an answer: without its last word, but for two. Source: model BatchStatementErrorCodeEnum.</summary>
    private static string CodeOf(DynamoError error) => error.Code switch
    {
        "ValidationException" => "ValidationError",
        "ThrottlingException" => "ThrottlingError",
        _ => error.Code.Replace("Exception", "", StringComparison.Ordinal),
    };

    private static void WriteCapacity(Utf8JsonWriter answer, WireStructure input, List<Part> parts)
    {
        answer.WriteStartArray("ConsumedCapacity"u8);
        foreach (IGrouping<TableSchema, Part> table in parts.Where(part => part.Table is not null && (part.Error is null || part.Done is not null)).GroupBy(part => part.Table!))
        {
            CapacityReport report = CapacityReport.For(input, table.Key, table.Key.Name)!;
            foreach (Part part in table)
            {
                if (part.Done is not null) report.AddWrite(part.Done);
                else report.AddRead(part.Item.IsNone ? 0 : part.Item.ItemSizeBytes, part.IsConsistent);
            }

            report.Write(answer);
        }

        answer.WriteEndArray();
    }
}
