using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;

namespace Gateway.Testing.Histories;

/// <summary>A write as an app sends it.</summary>
public abstract record Request
{
    private Request()
    {
    }

    /// <summary>PutItem.</summary>
    public sealed record Put(Value Item) : Request;

    /// <summary>DeleteItem.</summary>
    public sealed record Delete : Request;

    /// <summary>UpdateItem; <paramref name="MustExist"/> stands for a condition <c>attribute_exists(pk)</c>.</summary>
    public sealed record Update(IReadOnlyList<UpdateAction> Actions, bool MustExist = false) : Request
    {
        public override string ToString() => $"Update {string.Join(", ", Actions.Select(action => $"{action.Kind} {action.Path} {action.Value} {action.Fallback}"))}{(MustExist ? " if it exists" : "")}";
    }

    public static Request Of(params UpdateAction[] actions) => new Update(actions);

    public static Request Guarded(params UpdateAction[] actions) => new Update(actions, MustExist: true);

    public static UpdateAction Set(ValuePath path, Value value) => new(ActionKind.Set, path, value);

    public static UpdateAction IfNotExists(ValuePath path, Value value) => new(ActionKind.IfNotExists, path, value);

    public static UpdateAction Increment(ValuePath path, long by) => new(ActionKind.Increment, path, Value.Number(by));

    public static UpdateAction IncrementOr(ValuePath path, long by, long start) => new(ActionKind.IncrementOr, path, Value.Number(by), Value.Number(start));

    public static UpdateAction AddNumber(ValuePath path, long by) => new(ActionKind.AddNumber, path, Value.Number(by));

    public static UpdateAction AddSet(ValuePath path, Value elements) => new(ActionKind.AddSet, path, elements);

    public static UpdateAction DeleteSet(ValuePath path, Value elements) => new(ActionKind.DeleteSet, path, elements);

    public static UpdateAction Remove(ValuePath path) => new(ActionKind.Remove, path);

    public static UpdateAction Append(ValuePath path, Value values, Value fallback = default) => new(ActionKind.Append, path, values, fallback);

    public static UpdateAction Prepend(ValuePath path, Value values, Value fallback = default) => new(ActionKind.Prepend, path, values, fallback);

    /// <summary>The request as edits: what the DynamoDB face will do, with the update evaluated twice for rule E.</summary>
    public IReadOnlyList<DocumentEdit> ToEdits()
    {
        switch (this)
        {
            case Put put:
                return [new DocumentEdit.PutItem(put.Item)];
            case Delete:
                return [new DocumentEdit.DeleteItem()];
            default:
                Update update = (Update)this;
                List<DocumentEdit> edits = [.. update.Actions.SelectMany(EditsOf)];
                if (SequentialItem.WouldCreate(update)) edits.Insert(0, new DocumentEdit.Touch());
                return edits;
        }
    }

    private static IEnumerable<DocumentEdit> EditsOf(UpdateAction action)
    {
        ValuePath path = action.Path;
        if (!action.Fallback.IsNone) yield return new DocumentEdit.Default(path, action.Fallback);
        if (action.Kind == ActionKind.AddNumber) yield return new DocumentEdit.Default(path, Value.Number(0));
        yield return action.Kind switch
        {
            ActionKind.Set => new DocumentEdit.Assign(path, action.Value),
            ActionKind.IfNotExists => new DocumentEdit.Default(path, action.Value),
            ActionKind.Increment or ActionKind.IncrementOr or ActionKind.AddNumber => new DocumentEdit.Increment(path, action.Value.AsNumber()),
            ActionKind.AddSet => new DocumentEdit.AddToSet(path, action.Value),
            ActionKind.DeleteSet => new DocumentEdit.RemoveFromSet(path, action.Value),
            ActionKind.Remove => new DocumentEdit.Remove(path),
            ActionKind.Append => new DocumentEdit.Append(path, action.Value),
            _ => new DocumentEdit.Prepend(path, action.Value),
        };
    }
}
