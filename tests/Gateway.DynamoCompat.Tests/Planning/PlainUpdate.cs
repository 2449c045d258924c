using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;

namespace Gateway.DynamoCompat.Tests.Planning;

/// <summary>An update and a plain evaluator of it: one action after the other on an item in memory, all operands on a copy from before.</summary>
internal sealed record PlainUpdate(IReadOnlyList<PlainAction> Actions)
{
    private const string BadPath = "The document path provided in the update expression is invalid for update";
    private const string BadType = "An operand in the update expression has an incorrect data type";

    /// <summary>The item afterwards; none if there is none.</summary>
    /// <param name="item">With its key; none for no item.</param>
    /// <param name="key">The key's attributes.</param>
    /// <exception cref="PlainRefusalException">DynamoDB would refuse it, with that text.</exception>
    public Value Run(Value item, Value key)
    {
        if (HasOverlap()) throw new PlainRefusalException("Two document paths overlap");
        object before = PlainItem.Open(item.IsNone ? key : item);
        object after = PlainItem.Open(item.IsNone ? key : item);
        List<(List<object> List, int Position)> removed = [];
        List<(List<object> List, int Position, object Element)> appended = [];
        foreach (PlainAction action in Actions)
        {
            object? operand = action.Operand?.Evaluate(before);
            object? parentBefore = action.Target.FindParent(before);
            object last = action.Target.Parts[^1];
            if (last is int ? parentBefore is not List<object> : parentBefore is not Dictionary<string, object>) throw new PlainRefusalException(BadPath);
            object parent = action.Target.FindParent(after)!;
            object? old = action.Target.Find(before);
            switch (action.Kind)
            {
                case UpdateActionKind.Set:
                    Put(parent, last, operand!, appended);
                    break;
                case UpdateActionKind.Remove when last is int position:
                    if (old is not null) removed.Add(((List<object>)parent, position));
                    break;
                case UpdateActionKind.Remove:
                    ((Dictionary<string, object>)parent).Remove((string)last);
                    break;
                case UpdateActionKind.Add:
                    Put(parent, last, Added(old, (Value)operand!), appended);
                    break;
                default:
                    Delete(parent, last, old, (Value)operand!, removed);
                    break;
            }
        }

        foreach ((List<object> list, _, object element) in appended.OrderBy(entry => entry.Position)) list.Add(element);
        foreach ((List<object> list, int position) in removed.OrderByDescending(entry => entry.Position)) list.RemoveAt(position);
        bool creates = Actions.Any(action => action.Kind is UpdateActionKind.Set or UpdateActionKind.Add);
        return item.IsNone && !creates ? default : PlainItem.Close(after);
    }

    public override string ToString() => string.Join(' ', Actions.GroupBy(action => action.Kind).Select(section => $"{section.Key.ToString().ToUpperInvariant()} {string.Join(", ", section)}"));

    private bool HasOverlap() => Actions.Any(one => Actions.Any(other => one != other && one.Target.IsPrefixOf(other.Target)));

    private static void Put(object parent, object last, object value, List<(List<object> List, int Position, object Element)> appended)
    {
        if (parent is Dictionary<string, object> map) map[(string)last] = value;
        else if ((int)last < ((List<object>)parent).Count) ((List<object>)parent)[(int)last] = value;
        else appended.Add(((List<object>)parent, (int)last, value));
    }

    private static Value Added(object? old, Value operand)
    {
        if (old is null) return operand;
        if (old is not Value value || value.Kind != operand.Kind) throw new PlainRefusalException(BadType);
        return operand.Kind == ValueKind.Number ? PlainItem.Sum(value, operand) : Value.Set(value.Kind, PlainItem.Elements(value).Union(PlainItem.Elements(operand)));
    }

    private static void Delete(object parent, object last, object? old, Value operand, List<(List<object> List, int Position)> removed)
    {
        if (old is null) return;
        if (old is not Value value || value.Kind != operand.Kind) throw new PlainRefusalException(BadType);
        Value[] left = [.. PlainItem.Elements(value).Except(PlainItem.Elements(operand))];
        if (left.Length > 0) Put(parent, last, Value.Set(value.Kind, left), []);
        else if (parent is Dictionary<string, object> map) map.Remove((string)last);
        else removed.Add(((List<object>)parent, (int)last));
    }
}
