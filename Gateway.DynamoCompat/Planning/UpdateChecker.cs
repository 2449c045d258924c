using System.Diagnostics;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;

namespace Gateway.DynamoCompat.Planning;

/// <summary>Resolves the placeholders of an update and checks what depends on them, one kind of fault after the other.</summary>
/// <remarks>Order of the kinds: observed dynalite 4.0.0.</remarks>
internal sealed class UpdateChecker(UpdateAction[] actions, Binding binding)
{
    /// <summary>Checks all of it.</summary>
    /// <exception cref="WireException">A ValidationException.</exception>
    public void Check()
    {
        foreach (UpdateAction action in actions)
        {
            ResolveNames(action.Target);
            if (action.Operand is not null) ResolveNames(action.Operand);
        }

        foreach (UpdateAction action in actions)
        {
            if (action.Operand is not null) ResolveValues(action.Operand);
        }

        DocumentPath[] targets = [.. actions.Select(action => action.Target)];
        if (!PathTree.LieApart(targets, binding)) PathTree.Build(targets, binding);
        foreach (UpdateAction action in actions) CheckSetOperand(action);
        foreach (UpdateAction action in actions)
        {
            if (action.Operand is not null) Check(action.Operand);
        }
    }

    private void ResolveNames(DocumentPath path)
    {
        foreach (PathElement element in path.Elements) binding.Resolve(element);
    }

    private void ResolveNames(Operand operand)
    {
        switch (operand)
        {
            case Operand.Path path:
                ResolveNames(path.At);
                break;
            case Operand.Call call:
                foreach (Operand inner in call.Operands) ResolveNames(inner);
                break;
            case Operand.Arithmetic arithmetic:
                ResolveNames(arithmetic.Left);
                ResolveNames(arithmetic.Right);
                break;
            default:
                break;
        }
    }

    private void ResolveValues(Operand operand)
    {
        switch (operand)
        {
            case Operand.Placeholder placeholder:
                binding.Resolve(placeholder);
                break;
            case Operand.Call call:
                foreach (Operand inner in call.Operands) ResolveValues(inner);
                break;
            case Operand.Arithmetic arithmetic:
                ResolveValues(arithmetic.Left);
                ResolveValues(arithmetic.Right);
                break;
            default:
                break;
        }
    }

    /// <summary>What ADD and DELETE can take.</summary>
    private void CheckSetOperand(UpdateAction action)
    {
        if (action.Kind is not (UpdateActionKind.Add or UpdateActionKind.Delete)) return;
        ValueKind kind = KindOf(action.Operand!);
        bool isAdd = action.Kind == UpdateActionKind.Add;
        if (kind.IsSet() || (isAdd && kind == ValueKind.Number)) return;
        throw new WireException(DynamoErrors.ActionOperandType(isAdd ? "ADD" : "DELETE", kind));
    }

    private void Check(Operand operand)
    {
        switch (operand)
        {
            case Operand.Arithmetic arithmetic:
                Check(arithmetic.Left);
                Check(arithmetic.Right);
                CheckType(arithmetic.Left, ValueKind.Number, arithmetic.Operator);
                CheckType(arithmetic.Right, ValueKind.Number, arithmetic.Operator);
                break;
            case Operand.Call call:
                foreach (Operand inner in call.Operands) Check(inner);
                CheckCall(call);
                break;
            case Operand.Path or Operand.Placeholder or Operand.Literal:
                break;
            default:
                throw new UnreachableException();
        }
    }

    private void CheckCall(Operand.Call call)
    {
        string name = Functions.NameOf(call.Function);
        int count = call.Operands.Length;
        if (count != Functions.OperandCount(call.Function)) throw new WireException(DynamoErrors.OperandCount(binding.Kind, name, count));
        if (call.Function == FunctionKind.IfNotExists)
        {
            if (call.Operands[0] is not Operand.Path) throw new WireException(DynamoErrors.OperandNoPath(binding.Kind, name));
            return;
        }

        foreach (Operand operand in call.Operands) CheckType(operand, ValueKind.List, name);
    }

    private void CheckType(Operand operand, ValueKind wanted, string name)
    {
        ValueKind kind = KindOf(operand);
        if (kind != ValueKind.None && kind != wanted) throw new WireException(DynamoErrors.OperandType(binding.Kind, name, DynamoErrors.NameOf(kind)));
    }

    private ValueKind KindOf(Operand operand) => KnownOperands.KindOf(operand, binding);
}
