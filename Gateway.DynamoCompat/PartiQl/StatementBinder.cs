using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.PartiQl.Syntax;
using Gateway.DynamoCompat.Planning;

namespace Gateway.DynamoCompat.PartiQl;

/// <summary>Puts parameters into a statement and checks all that can be checked without its table.</summary>
internal sealed class StatementBinder
{
    private readonly ValueReader values;
    private readonly ConditionBuilder conditions;

    private StatementBinder(IReadOnlyList<Value> parameters)
    {
        values = new ValueReader(parameters);
        conditions = new ConditionBuilder(values);
    }

    /// <param name="statement">The statement.</param>
    /// <param name="parameters">At least as many as it has <c>?</c>; what is too many is not looked at.</param>
    /// <exception cref="WireException">A ValidationException.</exception>
    public static BoundStatement Bind(Statement statement, IReadOnlyList<Value> parameters)
    {
        if (parameters.Count < statement.ParameterCount) throw new WireException(DynamoErrors.ParameterCount);
        StatementBinder binder = new(parameters);
        return statement switch
        {
            Statement.Select select => binder.Bind(select),
            Statement.Insert insert => binder.Bind(insert),
            Statement.Update update => binder.Bind(update),
            Statement.Delete delete => binder.Bind(delete),
            _ => binder.Bind((Statement.Exists)statement),
        };
    }

    private BoundStatement.Select Bind(Statement.Select select)
    {
        if (select.HasJoin) throw new WireException(DynamoErrors.SeveralSources);
        if (select.UnsupportedClause is { } clause) throw new WireException(DynamoErrors.UnsupportedClause(clause, select.UnsupportedAt));
        SelectColumns? columns = SelectColumns.Read(select.Items);
        (string table, string? index) = PathReader.ReadSource(select.From);
        return new BoundStatement.Select(table, index, columns, Where(select.Where), select.OrderBy);
    }

    private BoundStatement.Insert Bind(Statement.Insert insert)
    {
        if (insert.HasSeveral) throw new WireException(DynamoErrors.SeveralItems);
        if (insert.Into is not SyntaxNode.Name) throw new WireException(DynamoErrors.InsertIntoIndex);
        if (insert.Returning != Returning.None) throw new WireException(DynamoErrors.ReturningOnInsert(WordsOf(insert.Returning)));
        return new BoundStatement.Insert(PathReader.ReadSource(insert.Into).Table, values.ReadItem(insert.Item));
    }

    private BoundStatement.Update Bind(Statement.Update update)
    {
        string table = TableOf(update.Table);
        UpdatePlan plan = UpdatePlan.OfStatement(new UpdateBuilder(values).Build(update.Clauses));
        return new BoundStatement.Update(table, plan, Where(update.Where)) { Returning = update.Returning };
    }

    private BoundStatement.Delete Bind(Statement.Delete delete)
    {
        string table = TableOf(delete.From);
        if (delete.Returning is not (Returning.None or Returning.AllOld)) throw new WireException(DynamoErrors.ReturningOnDelete(WordsOf(delete.Returning)));
        return new BoundStatement.Delete(table, Where(delete.Where)) { Returning = delete.Returning };
    }

    private BoundStatement.Exists Bind(Statement.Exists exists)
    {
        BoundStatement.Select select = Bind(exists.Query);
        return new BoundStatement.Exists(select.Table, select.Index, select.Where);
    }

    private ConditionNode? Where(SyntaxNode? where)
    {
        if (where is null) return null;
        ConditionNode condition = conditions.Build(where);
        new ConditionChecker(Binding.Statement).Check(condition);
        return condition;
    }

    private static string TableOf(SyntaxNode source)
    {
        (string table, string? index) = PathReader.ReadSource(source);
        return index is null ? table : throw new WireException(DynamoErrors.WriteToIndex);
    }

    private static string WordsOf(Returning returning) => returning switch
    {
        Returning.AllOld => "ALL OLD",
        Returning.AllNew => "ALL NEW",
        Returning.ModifiedOld => "MODIFIED OLD",
        _ => "MODIFIED NEW",
    };
}
