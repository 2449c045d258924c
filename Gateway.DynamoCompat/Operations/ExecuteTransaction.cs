using System.Text.Json;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Capacity;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.PartiQl;
using Gateway.DynamoCompat.PartiQl.Syntax;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>
/// ExecuteTransaction: up to 100 statements that read, or that write; all or none. Source: model ExecuteTransactionInput; doc API_ExecuteTransaction,
/// ql-reference.multiplestatements.transactions.
/// </summary>
internal sealed class ExecuteTransaction(TableCatalog tables, StatementCache statements, TransactionExecutor transactions) : IDynamoOperation
{
    private const long AnswerBytesMax = 4 * 1024 * 1024;

    /// <summary>One statement: bound, then planned as a read or a write, or with the reason why it cannot be.</summary>
    private sealed class Part(WireStructure request, string text, IReadOnlyList<Value> parameters, BoundStatement statement)
    {
        public string Text => text;

        public IReadOnlyList<Value> Parameters => parameters;

        public BoundStatement Statement => statement;

        public TableSchema? Table { get; set; }

        public ItemAddress Address { get; set; }

        public Value Key { get; set; }

        public ItemWrite? Write { get; set; }

        public CancellationReason Reason { get; set; } = CancellationReason.None;

        public string? ReturnsOnFailure => request.Text("ReturnValuesOnConditionCheckFailure");
    }

    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        List<Part> parts = Read(input);
        int readCount = parts.Count(part => part.Statement is BoundStatement.Select);
        if (readCount > 0 && readCount < parts.Count) return DynamoErrors.TransactionMixed;
        for (int i = 0; i < parts.Count; i++) InStatement(i, () => Plan(caller, parts[i]));
        if (parts.Any(part => !part.Reason.IsNone)) return DynamoErrors.TransactionCanceled([.. parts.Select(part => part.Reason)]);
        if (parts.Select(part => part.Address).Distinct().Count() < parts.Count) return DynamoErrors.SameItemTwice;
        if (readCount > 0) return await ReadAsync(input, answer, parts).ConfigureAwait(false);
        return await WriteAsync(caller, input, answer, parts).ConfigureAwait(false);
    }

    private List<Part> Read(WireStructure input)
    {
        IReadOnlyList<WireStructure> requests = input.Structures("TransactStatements")!;
        List<Statement> parsed = [.. requests.Select(request => statements.Get(request.Text("Statement")!))];
        List<Part> parts = [];
        for (int i = 0; i < requests.Count; i++)
        {
            WireStructure request = requests[i];
            IReadOnlyList<Value> parameters = request.Values("Parameters") ?? [];
            InStatement(i, () =>
            {
                BoundStatement bound = StatementBinder.Bind(parsed[i], parameters);
                if (bound.Returning != Returning.None) throw new WireException(DynamoErrors.TransactionReturning);
                if (bound is BoundStatement.Select { Index: not null }) throw new WireException(DynamoErrors.TransactionIndexRead);
                parts.Add(new Part(request, request.Text("Statement")!, parameters, bound));
            });
        }

        return parts;
    }

    /// <summary>What is wrong with a statement is told with its place.</summary>
    private static void InStatement(int position, Action step)
    {
        try
        {
            step();
        }
        catch (WireException refusal)
        {
            throw new WireException(DynamoErrors.InTransactStatement(position, refusal.Error.Message));
        }
    }

    /// <summary>A statement that does not fit its table cancels the transaction; one that could fit no table is refused.</summary>
    private void Plan(Caller caller, Part part)
    {
        if (!tables.TryGet(caller, part.Statement.Table, out TableSchema? table))
        {
            part.Reason = CancellationReason.TableNotFound;
            return;
        }

        part.Table = table;
        switch (part.Statement)
        {
            case BoundStatement.Select select:
                WhereKey where = WhereKey.Of(select.Where, table.Key, takesIn: true);
                if (!where.IsWhole(table.Key) || where.Others.Count > 0) throw new WireException(DynamoErrors.TransactionReadKey);
                part.Key = where.Key;
                if (!where.Fits(table.Key)) part.Reason = CancellationReason.Invalid(DynamoErrors.KeyDoesNotMatchSchema.Message);
                else part.Address = ItemKeys.AddressOf(table, where.Key);
                break;
            case BoundStatement.Exists:
                part.Write = WritePlans.Of(part.Statement, table);
                part.Address = part.Write.Address;
                break;
            default:
                PlanWrite(caller, part, table);
                break;
        }
    }

    private static void PlanWrite(Caller caller, Part part, TableSchema table)
    {
        try
        {
            part.Write = WritePlans.Of(part.Statement, table).By(caller);
            part.Address = part.Write.Address;
        }
        catch (WireException refusal)
        {
            bool isKey = refusal.Error == DynamoErrors.KeyEqualityMissing || refusal.Error.Message?.StartsWith("Multiple conditions on same key", StringComparison.Ordinal) == true;
            part.Reason = CancellationReason.Invalid((isKey ? DynamoErrors.KeyDoesNotMatchSchema : refusal.Error).Message);
        }
    }

    private async ValueTask<DynamoError?> ReadAsync(WireStructure input, Utf8JsonWriter answer, List<Part> parts)
    {
        (Value[] items, CancellationReason[]? reasons) = await transactions.ReadAsync([.. parts.Select(part => (part.Address, part.Key))]).ConfigureAwait(false);
        if (reasons is not null) return DynamoErrors.TransactionCanceled(reasons);
        if (items.Sum(item => item.IsNone ? 0L : item.ItemSizeBytes) > AnswerBytesMax) return DynamoErrors.TransactionTooLarge;

        answer.WriteStartObject();
        answer.WriteStartArray("Responses"u8);
        for (int i = 0; i < items.Length; i++)
        {
            answer.WriteStartObject();
            if (!items[i].IsNone)
            {
                answer.WritePropertyName("Item"u8);
                ItemWriter.WriteItem(answer, ((BoundStatement.Select)parts[i].Statement).Columns is { } columns ? columns.Of(items[i]) : items[i]);
            }

            answer.WriteEndObject();
        }

        answer.WriteEndArray();
        WriteCapacity(answer, input, parts, (report, at) => report.AddTransactionalRead(items[at].IsNone ? 0 : items[at].ItemSizeBytes));
        answer.WriteEndObject();
        return null;
    }

    private async ValueTask<DynamoError?> WriteAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, List<Part> parts)
    {
        TransactionToken? clientToken = input.Text("ClientRequestToken") is { } text ? TransactionTokens.Of(caller, text, FingerprintOf(parts)) : null;
        TransactionOutcome outcome = await transactions.WriteAsync([.. parts.Select(part => new TransactionWrite(part.Write!, part.ReturnsOnFailure == "ALL_OLD"))], clientToken).ConfigureAwait(false);
        if (outcome.Reasons is not null) return DynamoErrors.TransactionCanceled([.. outcome.Reasons.Select((reason, at) => ReasonOf(parts[at], reason))]);
        if (outcome.Token == TokenState.Mismatch) return DynamoErrors.TokenMismatch;
        if (outcome.Token == TokenState.InProgress) return DynamoErrors.TokenInProgress;

        answer.WriteStartObject();
        answer.WriteStartArray("Responses"u8);
        for (int i = 0; i < parts.Count; i++)
        {
            answer.WriteStartObject();
            answer.WriteEndObject();
        }

        answer.WriteEndArray();
        WriteCapacity(answer, input, parts, (report, at) =>
        {
            // Under a token that is known, DynamoDB only reads what the transaction wrote.
            if (outcome.Token == TokenState.Done) report.AddTransactionalRead(0);
            else report.AddWrite(outcome.Writes[at], factor: 2);
        });
        answer.WriteEndObject();
        return null;
    }

    /// <summary>An INSERT whose item is there says so in its own words.</summary>
    private static CancellationReason ReasonOf(Part part, CancellationReason reason) =>
        part.Statement is BoundStatement.Insert && reason.Code == "ConditionalCheckFailed" ? CancellationReason.DuplicateItem : reason;

    /// <summary>What a repetition under the same token must say again.</summary>
    private static byte[] FingerprintOf(List<Part> parts)
    {
        RequestFingerprint fingerprint = new();
        foreach (Part part in parts)
        {
            fingerprint.Add(part.Text);
            fingerprint.Add(Value.List(part.Parameters));
            fingerprint.Add(part.ReturnsOnFailure);
        }

        return fingerprint.Finish();
    }

    private static void WriteCapacity(Utf8JsonWriter answer, WireStructure input, List<Part> parts, Action<CapacityReport, int> add)
    {
        if (input.Text("ReturnConsumedCapacity") is null or "NONE") return;
        answer.WriteStartArray("ConsumedCapacity"u8);
        foreach (IGrouping<TableSchema, int> table in Enumerable.Range(0, parts.Count).GroupBy(at => parts[at].Table!))
        {
            CapacityReport report = CapacityReport.For(input, table.Key, table.Key.Name)!;
            foreach (int at in table) add(report, at);
            report.Write(answer);
        }

        answer.WriteEndArray();
    }
}
