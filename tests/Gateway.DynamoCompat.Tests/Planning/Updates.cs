using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Planning;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Tests.Expressions;

namespace Gateway.DynamoCompat.Tests.Planning;

/// <summary>Updates run on items of the key <c>pk = "p"</c>.</summary>
internal static class Updates
{
    public static KeySchema Schema { get; } = new([new KeyAttribute("pk", ValueKind.String)], []);

    public static Value Key { get; } = Expr.Item("""{"pk":{"S":"p"}}""");

    /// <summary>Evaluates an UpdateExpression; the item comes without its key, null for no item.</summary>
    public static UpdateResult Evaluate(string text, string? item, string? condition = null) =>
        Expr.Update(text).Update!.Evaluate(WithKey(item), Key, condition is null ? null : Expr.Condition(condition));

    /// <summary>What an item becomes, in JSON without the key; null if there is none.</summary>
    public static string? Run(string text, string? item) => Run(Expr.Update(text).Update!, item);

    public static string? Run(UpdatePlan update, string? item)
    {
        Document document = Document.Empty(new ItemKey("p"u8.ToArray()));
        if (item is not null) document = Apply(document, [new DocumentEdit.PutItem(Expr.Item(item))], 1);
        Value after = Apply(document, update.Evaluate(WithKey(item), Key).Edits, 2).Visible;
        return after.IsNone ? null : after.ToString()[5..^1];
    }

    public static Value WithKey(string? item) => item is null ? default : ValueMaps.Union(Expr.Item(item), Key);

    private static Document Apply(Document document, IReadOnlyList<DocumentEdit> edits, int time)
    {
        Delta delta = EditPlanner.Plan(document, edits, new Stamp(HlcTime.At(time, 0), new ReplicaId(1)));
        document.Apply(delta, out Document result);
        return result;
    }
}
