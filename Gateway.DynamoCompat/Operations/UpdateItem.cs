using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Planning;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Validation;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>UpdateItem: edits parts of one item, which it creates if it is not there. Source: model UpdateItemInput; doc API_UpdateItem.</summary>
internal sealed class UpdateItem(TableCatalog tables, ExpressionCache expressions) : IItemOperation
{
    public DynamoError? Read(Caller caller, WireStructure input, out ItemWrite? write)
    {
        write = null;
        RequestExpressions request = RequestExpressions.Read(input, ExpressionUse.Update);
        Value key = input.Item("Key");
        request.Parse(expressions);
        if (!tables.TryGet(caller, input.Text("TableName")!, out TableSchema? table)) return DynamoErrors.TableNotFound;

        write = WriteOf(table, key, request.Update ?? UpdatePlan.Nothing, request.Condition).By(caller);
        return null;
    }

    public Value Returned(WireStructure input, PlannedWrite done) => input.Text("ReturnValues") switch
    {
        "ALL_OLD" => done.Before,
        "ALL_NEW" => done.After,
        "UPDATED_OLD" => NotEmpty(done.Update!.UpdatedOld(done.Before)),
        "UPDATED_NEW" => NotEmpty(done.Update!.UpdatedNew(done.After)),
        _ => default,
    };

    /// <summary>The edit of one item.</summary>
    /// <exception cref="WireException">The key or the update does not fit the table.</exception>
    public static ItemWrite WriteOf(TableSchema table, Value key, UpdatePlan update, Condition? condition)
    {
        KeyRules.CheckKey(table, key);
        update.CheckKeys(table.Key);
        update.CheckIndexKeys(table);
        KeyRules.CheckScalars(table, update.NestedAttributes());
        return new ItemWrite
        {
            Table = table,
            Address = ItemKeys.AddressOf(table, key),
            Key = key,
            Change = new ItemChange.Update(update),
            Condition = condition,
            ConditionClass = condition?.ClassOfUpdate(table.Key, update) ?? ConditionClass.None,
        };
    }

    private static Value NotEmpty(Value attributes) => attributes.IsNone || attributes.Count == 0 ? default : attributes;
}
