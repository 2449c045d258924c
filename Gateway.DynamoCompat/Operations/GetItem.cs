using System.Text.Json;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Capacity;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Validation;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>GetItem: reads one item. Source: model GetItemInput; doc API_GetItem.</summary>
internal sealed class GetItem(TableCatalog tables, ExpressionCache expressions, ReadExecutor reads) : IDynamoOperation
{
    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        RequestExpressions request = RequestExpressions.Read(input, ExpressionUse.Get);
        Value key = input.Item("Key");
        Projection? projection = request.Parse(expressions).Projection;
        if (!tables.TryGet(caller, input.Text("TableName")!, out TableSchema? table)) return DynamoErrors.TableNotFound;
        KeyRules.CheckKey(table, key);
        if (projection is not null) KeyRules.CheckScalars(table, projection.NestedAttributes);

        Value item = await reads.GetAsync(ItemKeys.AddressOf(table, key), key).ConfigureAwait(false);

        answer.WriteStartObject();
        if (!item.IsNone)
        {
            answer.WritePropertyName("Item"u8);
            ItemWriter.WriteItem(answer, projection is null ? item : projection.Of(item));
        }

        if (CapacityReport.For(input, table, input.Text("TableName")!) is { } report)
        {
            report.AddRead(item.IsNone ? 0 : item.ItemSizeBytes, input.Flag("ConsistentRead") == true);
            answer.WritePropertyName("ConsumedCapacity"u8);
            report.Write(answer);
        }

        answer.WriteEndObject();
        return null;
    }
}
