using System.Diagnostics;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;

namespace Gateway.DynamoCompat.Planning;

/// <summary>Computes the operands of an update on the item as it was before. Faults are values, since rule E runs each update on an absent item too.</summary>
internal readonly struct OperandEvaluator(Binding binding, Value item)
{
    /// <summary>The operand's value.</summary>
    /// <param name="operand">Any operand of an update.</param>
    /// <param name="fault">Why there is no value.</param>
    /// <returns>None if there is a fault.</returns>
    public Value Evaluate(Operand operand, out DynamoError? fault)
    {
        fault = null;
        switch (operand)
        {
            case Operand.Placeholder placeholder:
                return binding.ValueOf(placeholder);
            case Operand.Literal literal:
                return literal.Value;
            case Operand.Path path:
                Value found = path.At.Find(item, binding);
                if (found.IsNone) fault = DynamoErrors.AttributeMissing;
                return found;
            case Operand.Arithmetic arithmetic:
                return Arithmetic(arithmetic, out fault);
            case Operand.Call { Function: FunctionKind.IfNotExists } call:
                Value present = ((Operand.Path)call.Operands[0]).At.Find(item, binding);
                return present.IsNone ? Evaluate(call.Operands[1], out fault) : present;
            case Operand.Call call:
                return Append(call, out fault);
            default:
                throw new UnreachableException();
        }
    }

    private static Value Add(Value left, Value right, bool isDifference, out DynamoError? fault)
    {
        if (left.Kind != ValueKind.Number || right.Kind != ValueKind.Number)
        {
            fault = DynamoErrors.OperandTypeIncorrect;
            return default;
        }

        ExactNumber by = isDifference ? right.AsNumber().Negate() : right.AsNumber();
        NumberFault refused = ExactNumber.TryAdd(left.AsNumber(), by, out ExactNumber sum);
        fault = refused == NumberFault.None ? null : DynamoErrors.NumberRefused(refused);
        return fault is null ? Value.Number(sum) : default;
    }

    private Value Arithmetic(Operand.Arithmetic arithmetic, out DynamoError? fault)
    {
        Value left = Evaluate(arithmetic.Left, out fault);
        if (fault is not null) return default;
        Value right = Evaluate(arithmetic.Right, out fault);
        return fault is null ? Add(left, right, arithmetic.IsDifference, out fault) : default;
    }

    private Value Append(Operand.Call call, out DynamoError? fault)
    {
        Value first = Evaluate(call.Operands[0], out fault);
        if (fault is not null) return default;
        Value second = Evaluate(call.Operands[1], out fault);
        if (fault is not null) return default;
        if (first.Kind == ValueKind.List && second.Kind == ValueKind.List) return Concatenate(first, second);
        fault = DynamoErrors.OperandTypeIncorrect;
        return default;
    }

    private static Value Concatenate(Value first, Value second)
    {
        ValueBuilder builder = new();
        builder.BeginList();
        foreach (ValueEntry entry in first) builder.Value(entry.Value);
        foreach (ValueEntry entry in second) builder.Value(entry.Value);
        builder.EndList();
        return builder.Build();
    }
}
