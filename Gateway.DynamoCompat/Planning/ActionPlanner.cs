using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;

namespace Gateway.DynamoCompat.Planning;

/// <summary>
/// Turns each action of an update into the edits that keep its meaning when another place changes the same item: a sum stays a sum, an
/// append an append, a default a default. All operands see the item as it was before. Source: DOCUMENT 2.2.
/// </summary>
/// <param name="binding">Of the update.</param>
/// <param name="item">The item before; for an item that is absent, its key.</param>
/// <param name="typeMismatch">What to answer when ADD or DELETE meets another type.</param>
/// <param name="edits">Takes the edits.</param>
internal sealed class ActionPlanner(Binding binding, Value item, DynamoError typeMismatch, List<DocumentEdit> edits)
{
    private static readonly Value Zero = Value.Number(ExactNumber.Zero);

    private readonly OperandEvaluator operands = new(binding, item);

    /// <summary>Plans one action.</summary>
    /// <param name="action">Its names and values are in place.</param>
    /// <param name="path">Its target.</param>
    /// <returns>Why it cannot be done on this item; null when it is planned.</returns>
    public DynamoError? Plan(UpdateAction action, ValuePath path)
    {
        Value value = default;
        if (action.Operand is { } operand)
        {
            value = operands.Evaluate(operand, out DynamoError? fault);
            if (fault is not null) return fault;
        }

        Value parent = action.Target.FindParent(item, binding);
        if (parent.Kind != (path.Last.IsPosition ? ValueKind.List : ValueKind.Map)) return DynamoErrors.PathInvalidForUpdate;
        switch (action.Kind)
        {
            case UpdateActionKind.Set:
                if (!ValueLevels.Fit(value, path.Parts.Length)) return DynamoErrors.NestingTooDeep;
                Set(action.Target, action.Operand!, path, value);
                return null;
            case UpdateActionKind.Remove:
                edits.Add(new DocumentEdit.Remove(path));
                return null;
            case UpdateActionKind.Add:
                return Add(path, action.Target.Find(item, binding), value);
            default:
                return Delete(path, action.Target.Find(item, binding), value);
        }
    }

    private void Set(DocumentPath target, Operand operand, ValuePath path, Value value)
    {
        switch (operand)
        {
            case Operand.Arithmetic sum when IsSelf(sum.Left, target, out Operand? start) && IsApart(sum.Right, target):
                Increment(path, start, Number(sum.Right), sum.IsDifference);
                break;
            case Operand.Arithmetic { IsDifference: false } sum when IsSelf(sum.Right, target, out Operand? start) && IsApart(sum.Left, target):
                Increment(path, start, Number(sum.Left), isDifference: false);
                break;
            case Operand.Call { Function: FunctionKind.ListAppend } append when IsSelf(append.Operands[0], target, out Operand? start) && IsApart(append.Operands[1], target):
                Default(path, start, ValueKind.List);
                edits.Add(new DocumentEdit.Append(path, operands.Evaluate(append.Operands[1], out _)));
                break;
            case Operand.Call { Function: FunctionKind.ListAppend } append when IsSelf(append.Operands[1], target, out Operand? start) && IsApart(append.Operands[0], target):
                Default(path, start, ValueKind.List);
                edits.Add(new DocumentEdit.Prepend(path, operands.Evaluate(append.Operands[0], out _)));
                break;
            case Operand.Call { Function: FunctionKind.IfNotExists } when IsSelf(operand, target, out Operand? start):
                Default(path, start, ValueKind.None);
                break;
            default:
                edits.Add(new DocumentEdit.Assign(path, value));
                break;
        }
    }

    private DynamoError? Add(ValuePath path, Value before, Value value)
    {
        if (!before.IsNone && before.Kind != value.Kind) return typeMismatch;
        switch (value.Kind)
        {
            case ValueKind.Number:
                NumberFault refused = ExactNumber.TryAdd(before.IsNone ? ExactNumber.Zero : before.AsNumber(), value.AsNumber(), out _);
                if (refused != NumberFault.None) return DynamoErrors.NumberRefused(refused);
                edits.Add(new DocumentEdit.Default(path, Zero));
                edits.Add(new DocumentEdit.Increment(path, value.AsNumber()));
                return null;
            case ValueKind.List:
                edits.Add(new DocumentEdit.Default(path, Value.EmptyList));
                edits.Add(new DocumentEdit.Append(path, value));
                return null;
            default:
                edits.Add(new DocumentEdit.AddToSet(path, value));
                return null;
        }
    }

    private DynamoError? Delete(ValuePath path, Value before, Value value)
    {
        if (!before.IsNone && before.Kind != value.Kind) return typeMismatch;
        edits.Add(new DocumentEdit.RemoveFromSet(path, value));
        return null;
    }

    private void Increment(ValuePath path, Operand? start, ExactNumber by, bool isDifference)
    {
        Default(path, start, ValueKind.Number);
        edits.Add(new DocumentEdit.Increment(path, isDifference ? by.Negate() : by));
    }

    /// <summary>The start value travels with the edit that needs it, unless it is of no use to that edit or not there: then the item has one.</summary>
    private void Default(ValuePath path, Operand? start, ValueKind needed)
    {
        if (start is null) return;
        Value value = operands.Evaluate(start, out DynamoError? fault);
        bool fits = fault is null && (needed == ValueKind.None || value.Kind == needed) && ValueLevels.Fit(value, path.Parts.Length);
        if (fits) edits.Add(new DocumentEdit.Default(path, value));
    }

    private ExactNumber Number(Operand operand) => operands.Evaluate(operand, out _).AsNumber();

    /// <summary>True for the target itself, and for <c>if_not_exists(target, start)</c>.</summary>
    private bool IsSelf(Operand operand, DocumentPath target, out Operand? start)
    {
        start = operand is Operand.Call { Function: FunctionKind.IfNotExists } call ? call.Operands[1] : null;
        Operand self = start is null ? operand : ((Operand.Call)operand).Operands[0];
        return self is Operand.Path path && path.At.IsSame(target, binding) && (start is null || IsApart(start, target));
    }

    /// <summary>True if the operand does not read what the target changes: then its value is the same in whatever order two such updates run.</summary>
    private bool IsApart(Operand operand, DocumentPath target) => operand switch
    {
        Operand.Path path => path.At.RelationTo(target, binding) != PathRelation.Overlap,
        Operand.Call call => Array.TrueForAll(call.Operands, inner => IsApart(inner, target)),
        Operand.Arithmetic sum => IsApart(sum.Left, target) && IsApart(sum.Right, target),
        _ => true,
    };
}
