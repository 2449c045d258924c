using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Validation;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>PutItem: replaces one item whole. Source: model PutItemInput; doc API_PutItem; order of checks as observed, see PutItemTests.</summary>
internal sealed class PutItem(TableCatalog tables, ExpressionCache expressions) : IItemOperation
{
    public DynamoError? Read(Caller caller, WireStructure input, out ItemWrite? write)
    {
        write = null;
        RequestExpressions request = RequestExpressions.Read(input, ExpressionUse.Write);
        Value item = input.Item("Item");
        if (input.Text("ReturnValues") is not (null or "NONE" or "ALL_OLD")) return DynamoErrors.ReturnsOldOrNothing;
        if (ItemRules.IsTooLarge(item)) return DynamoErrors.ItemTooLarge;
        Condition? condition = request.Parse(expressions).Condition;
        if (!tables.TryGet(caller, input.Text("TableName")!, out TableSchema? table)) return DynamoErrors.TableNotFound;

        write = WriteOf(table, item, condition).By(caller);
        return null;
    }

    public Value Returned(WireStructure input, PlannedWrite done) => input.Text("ReturnValues") == "ALL_OLD" ? done.Before : default;

    /// <summary>The write of one whole item.</summary>
    /// <exception cref="WireException">The item does not fit the table.</exception>
    public static ItemWrite WriteOf(TableSchema table, Value item, Condition? condition)
    {
        Value key = ItemRules.CheckPut(table, item);
        return new ItemWrite
        {
            Table = table,
            Address = ItemKeys.AddressOf(table, key),
            Key = key,
            Change = new ItemChange.Put(item),
            Condition = condition,
            ConditionClass = condition?.ClassOfPut(table.Key, item) ?? ConditionClass.None,
        };
    }
}
