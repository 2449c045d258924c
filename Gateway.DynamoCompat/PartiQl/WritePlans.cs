using Gateway.Crdt.Documents;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Operations;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Validation;

namespace Gateway.DynamoCompat.PartiQl;

/// <summary>From a statement that writes to the write of the other operations. Source: doc ql-reference.insert, .update, .delete; DOCUMENT 2.2.</summary>
internal static class WritePlans
{
    /// <summary>The write of a statement.</summary>
    /// <exception cref="WireException">It does not fit the table.</exception>
    public static ItemWrite Of(BoundStatement statement, TableSchema table) => statement switch
    {
        BoundStatement.Insert insert => PutItem.WriteOf(table, insert.Item, Condition.Of(IsAbsent(table))),
        BoundStatement.Update update => Update(update, table),
        BoundStatement.Delete delete => Delete(delete, table),
        _ => Exists((BoundStatement.Exists)statement, table),
    };

    /// <summary>An UPDATE never creates an item: that the item is there belongs to its condition.</summary>
    private static ItemWrite Update(BoundStatement.Update update, TableSchema table)
    {
        WhereKey where = KeyOf(update.Where, table);
        Condition condition = Condition.Of(where.Others.Count == 0 ? Exists(table) : new ConditionNode.All([Exists(table), .. where.Others]));
        return UpdateItem.WriteOf(table, where.Key, update.Plan, condition);
    }

    /// <summary>A DELETE of what is not there succeeds, whatever it asks besides.</summary>
    private static ItemWrite Delete(BoundStatement.Delete delete, TableSchema table)
    {
        WhereKey where = KeyOf(delete.Where, table);
        Condition? condition = where.Rest is { } rest ? Condition.Of(new ConditionNode.Any([IsAbsent(table), rest])) : null;
        return DeleteItem.WriteOf(table, where.Key, condition);
    }

    private static ItemWrite Exists(BoundStatement.Exists exists, TableSchema table)
    {
        if (exists.Index is not null) throw new WireException(DynamoErrors.TransactionIndexUse);
        WhereKey where = WhereKey.Of(exists.Where, table.Key);
        if (!where.IsWhole(table.Key) || where.Rest is not { } rest) throw new WireException(DynamoErrors.ExistsTooWide);
        KeyRules.CheckKey(table, where.Key);
        return new ItemWrite
        {
            Table = table,
            Address = ItemKeys.AddressOf(table, where.Key),
            Key = where.Key,
            Change = ItemChange.Check.Instance,
            Condition = Condition.Of(new ConditionNode.All([Exists(table), rest])),
            ConditionClass = ConditionClass.None,
        };
    }

    private static WhereKey KeyOf(ConditionNode? where, TableSchema table)
    {
        WhereKey key = WhereKey.Of(where, table.Key);
        if (key.Twice is { } attribute) throw new WireException(DynamoErrors.KeyTwice(attribute));
        return key.IsWhole(table.Key) ? key : throw new WireException(DynamoErrors.KeyEqualityMissing);
    }

    private static ConditionNode.Holds Exists(TableSchema table) => Holds(FunctionKind.AttributeExists, table);

    private static ConditionNode.Holds IsAbsent(TableSchema table) => Holds(FunctionKind.AttributeNotExists, table);

    private static ConditionNode.Holds Holds(FunctionKind function, TableSchema table) =>
        new(new Operand.Call(function, [new Operand.Path(DocumentPath.Of(table.Key.Partition[0].Name))]));
}
