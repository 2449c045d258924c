using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;

namespace Gateway.Testing.Histories;

/// <summary>DynamoDB for one item, one request after the other: the oracle. Values in, values out, nothing of the document's code.</summary>
public static class SequentialItem
{
    /// <summary>Runs a request on an item.</summary>
    /// <param name="item">A map; none for no item.</param>
    /// <param name="request">The request.</param>
    /// <returns>The item afterwards; none if there is none.</returns>
    /// <exception cref="BadRequestException">DynamoDB would refuse it.</exception>
    public static Value Run(Value item, Request request)
    {
        switch (request)
        {
            case Request.Put put:
                return put.Item;
            case Request.Delete:
                return default;
            default:
                return Update(item, (Request.Update)request);
        }
    }

    /// <summary>Runs a request, or says that DynamoDB would refuse it.</summary>
    public static bool TryRun(Value item, Request request, out Value after)
    {
        try
        {
            after = Run(item, request);
            return true;
        }
        catch (BadRequestException)
        {
            after = default;
            return false;
        }
    }

    /// <summary>Rule E: whether the update, run on an absent item, would have created it.</summary>
    public static bool WouldCreate(Request.Update update) => !update.MustExist && TryRun(default, update, out Value after) && !after.IsNone;

    private static Value Update(Value item, Request.Update update)
    {
        if (item.IsNone && update.MustExist) throw new BadRequestException();
        bool exists = !item.IsNone;
        bool made = exists || update.Actions.Count == 0;
        Tree before = Tree.Of(exists ? item : Value.EmptyMap);
        Tree after = Tree.Of(exists ? item : Value.EmptyMap);
        List<(Tree List, int Position)> removed = [];
        foreach (UpdateAction action in update.Actions)
        {
            bool drops = action.Kind is ActionKind.Remove or ActionKind.DeleteSet;
            if (action.Kind == ActionKind.Remove && !exists) continue;
            Tree parent = Parent(after, action.Path);
            PathPart last = action.Path.Last;
            Value old = before.Find(action.Path)?.ToValue() ?? default;
            if (action.Kind == ActionKind.Remove && last.IsPosition)
            {
                if (last.Position < parent.List!.Count) removed.Add((parent, last.Position));
                continue;
            }

            Value now = Result(action, old);
            if (now.IsNone) parent.Members?.Remove(last.Name!);
            else parent.Put(last, now);
            made |= !drops;
        }

        foreach ((Tree list, int position) in removed.OrderByDescending(entry => entry.Position)) list.List!.RemoveAt(position);
        return made ? after.ToValue() : default;
    }

    private static Tree Parent(Tree root, ValuePath path)
    {
        Tree? parent = path.IsAttribute ? root : root.Find(path.Parent);
        bool fits = parent is not null && (path.Last.IsPosition ? parent.List is not null : parent.Members is not null);
        return fits ? parent! : throw new BadRequestException();
    }

    private static Value Result(UpdateAction action, Value old)
    {
        Value current = old.IsNone ? action.Fallback : old;
        switch (action.Kind)
        {
            case ActionKind.Remove:
                return default;
            case ActionKind.IfNotExists:
                return old.IsNone ? action.Value : old;
            case ActionKind.Increment or ActionKind.IncrementOr:
                return Sum(current, action.Value);
            case ActionKind.AddNumber:
                return Sum(old.IsNone ? Value.Number(0) : old, action.Value);
            case ActionKind.AddSet:
                return old.IsNone ? action.Value : Set(old, action.Value, (mine, other) => mine.Union(other));
            case ActionKind.DeleteSet:
                return old.IsNone ? default : Set(old, action.Value, (mine, other) => mine.Except(other));
            case ActionKind.Append:
                return Value.List(Elements(AsList(current)).Concat(Elements(action.Value)));
            case ActionKind.Prepend:
                return Value.List(Elements(action.Value).Concat(Elements(AsList(current))));
            default:
                return action.Value;
        }
    }

    private static Value Sum(Value number, Value by)
    {
        if (number.Kind != ValueKind.Number) throw new BadRequestException();
        return ExactNumber.TryAdd(number.AsNumber(), by.AsNumber(), out ExactNumber sum) == NumberFault.None ? Value.Number(sum) : throw new BadRequestException();
    }

    private static Value Set(Value old, Value other, Func<List<Value>, List<Value>, IEnumerable<Value>> combine)
    {
        if (old.Kind != other.Kind) throw new BadRequestException();
        Value[] left = [.. combine(Elements(old), Elements(other))];
        return left.Length == 0 ? default : Value.Set(old.Kind, left);
    }

    private static Value AsList(Value value) => value.Kind == ValueKind.List ? value : throw new BadRequestException();

    private static List<Value> Elements(Value container)
    {
        List<Value> elements = [];
        foreach (ValueEntry entry in container) elements.Add(entry.Value);
        return elements;
    }
}
