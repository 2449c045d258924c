using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Validation;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>DeleteItem: removes one item, if it is there. Source: model DeleteItemInput; doc API_DeleteItem.</summary>
internal sealed class DeleteItem(TableCatalog tables, ExpressionCache expressions) : IItemOperation
{
    public DynamoError? Read(Caller caller, WireStructure input, out ItemWrite? write)
    {
        write = null;
        RequestExpressions request = RequestExpressions.Read(input, ExpressionUse.Write);
        Value key = input.Item("Key");
        if (input.Text("ReturnValues") is not (null or "NONE" or "ALL_OLD")) return DynamoErrors.ReturnsOldOrNothing;
        Condition? condition = request.Parse(expressions).Condition;
        if (!tables.TryGet(caller, input.Text("TableName")!, out TableSchema? table)) return DynamoErrors.TableNotFound;

        write = WriteOf(table, key, condition).By(caller);
        return null;
    }

    public Value Returned(WireStructure input, PlannedWrite done) => input.Text("ReturnValues") == "ALL_OLD" ? done.Before : default;

    /// <summary>The removal of one item.</summary>
    /// <exception cref="WireException">The key does not fit the table.</exception>
    public static ItemWrite WriteOf(TableSchema table, Value key, Condition? condition)
    {
        KeyRules.CheckKey(table, key);
        return new ItemWrite
        {
            Table = table,
            Address = ItemKeys.AddressOf(table, key),
            Key = key,
            Change = ItemChange.Delete.Instance,
            Condition = condition,
            ConditionClass = condition?.ClassOfDelete(table.Key) ?? ConditionClass.None,
        };
    }
}
