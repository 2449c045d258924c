using System.Text.Json;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Capacity;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.PartiQl;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>ExecuteStatement: one PartiQL statement. Source: model ExecuteStatementInput; doc API_ExecuteStatement, ql-reference.</summary>
internal sealed class ExecuteStatement(TableCatalog tables, StatementCache statements, ReadExecutor reads, WriteExecutor writes) : IDynamoOperation
{
    private readonly SelectReader selects = new(reads);

    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        string text = input.Text("Statement")!;
        IReadOnlyList<Value> parameters = input.Values("Parameters") ?? [];
        BoundStatement statement = StatementBinder.Bind(statements.Get(text), parameters);
        if (statement is BoundStatement.Exists) return DynamoErrors.ExistsOutside;
        if (!tables.TryGet(caller, statement.Table, out TableSchema? table)) return DynamoErrors.TableNotFound;
        if (statement is BoundStatement.Select select) return await SelectAsync(caller, input, answer, select, table, text, parameters, token).ConfigureAwait(false);

        PlannedWrite done = await writes.RunAsync(WritePlans.Of(statement, table).By(caller)).ConfigureAwait(false);
        if (WriteResult.Refusal(statement, done, input.Text("ReturnValuesOnConditionCheckFailure") == "ALL_OLD") is { } refusal) return refusal;

        Write(answer, input, done, WriteResult.Returned(statement, done));
        return null;
    }

    private async ValueTask<DynamoError?> SelectAsync(
        Caller caller, WireStructure input, Utf8JsonWriter answer, BoundStatement.Select select, TableSchema table, string text, IReadOnlyList<Value> parameters, CancellationToken token)
    {
        SelectPlan plan = SelectPlanner.Plan(table, select, input.Flag("ConsistentRead") == true);
        byte[] binding = NextToken.BindingOf(caller, text, parameters);
        NextToken? start = input.Text("NextToken") is { } next ? NextToken.Read(next, binding) : null;

        SelectPage page = await selects.PageAsync(plan, input.Number("Limit") ?? long.MaxValue, start, token).ConfigureAwait(false);
        Write(answer, input, plan, page, binding);
        return null;
    }

    private static void Write(Utf8JsonWriter answer, WireStructure input, SelectPlan plan, SelectPage page, byte[] binding)
    {
        answer.WriteStartObject();
        answer.WriteStartArray("Items"u8);
        foreach (Value item in page.Items) ItemWriter.WriteItem(answer, item);
        answer.WriteEndArray();
        if (page.Next is { } next)
        {
            answer.WriteString("NextToken"u8, next.Write(binding));
            answer.WritePropertyName("LastEvaluatedKey"u8);
            ItemWriter.WriteItem(answer, next.Key);
        }

        if (CapacityReport.For(input, plan.Table, plan.Table.Name) is { } report)
        {
            double factor = input.Flag("ConsistentRead") == true ? 1 : 0.5;
            report.Add(page.Units * factor, plan.Index);
            if (page.FetchedUnits > 0) report.Add(page.FetchedUnits * factor);
            answer.WritePropertyName("ConsumedCapacity"u8);
            report.Write(answer);
        }

        answer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter answer, WireStructure input, PlannedWrite done, Value returned)
    {
        answer.WriteStartObject();
        answer.WriteStartArray("Items"u8);
        if (!returned.IsNone) ItemWriter.WriteItem(answer, returned);
        answer.WriteEndArray();
        TableSchema table = done.Write.Table;
        if (CapacityReport.For(input, table, table.Name) is { } report)
        {
            report.AddWrite(done);
            answer.WritePropertyName("ConsumedCapacity"u8);
            report.Write(answer);
        }

        answer.WriteEndObject();
    }
}
