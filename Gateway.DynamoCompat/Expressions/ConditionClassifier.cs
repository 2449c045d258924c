using Gateway.Crdt.Documents;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>Tells what a conditional write relies on. Source: DOCUMENT 5.1, condition class.</summary>
/// <param name="binding">Of the condition.</param>
/// <param name="isKey">Whether an attribute belongs to the key.</param>
/// <param name="isWritten">Whether the write changes what lies at a path.</param>
/// <param name="isDecremented">Whether the write takes from the number at a path.</param>
internal sealed class ConditionClassifier(Binding binding, Func<string, bool> isKey, Func<DocumentPath, bool> isWritten, Func<DocumentPath, bool> isDecremented)
{
    private bool claim;
    private bool compareAndSet;
    private bool floor;
    private bool other;

    /// <summary>The strongest class that any part of the condition has: a claim that breaks is the one thing that nobody forgives.</summary>
    public ConditionClass Classify(ConditionNode root)
    {
        Visit(root, negated: false);
        if (claim) return ConditionClass.Claim;
        if (compareAndSet) return ConditionClass.CompareAndSet;
        if (floor) return ConditionClass.Floor;
        return other ? ConditionClass.Other : ConditionClass.Guard;
    }

    private void Visit(ConditionNode node, bool negated)
    {
        switch (node)
        {
            case ConditionNode.All all:
                foreach (ConditionNode term in all.Terms) Visit(term, negated);
                break;
            case ConditionNode.Any any:
                foreach (ConditionNode term in any.Terms) Visit(term, negated);
                break;
            case ConditionNode.Not not:
                Visit(not.Term, !negated);
                break;
            case ConditionNode.Holds { Function.Function: FunctionKind.AttributeExists or FunctionKind.AttributeNotExists } holds:
                Existence(holds.Function, negated);
                break;
            case ConditionNode.Comparison comparison:
                Comparison(comparison, negated);
                break;
            default:
                other = true;
                break;
        }
    }

    private void Existence(Operand.Call function, bool negated)
    {
        if ((function.Function == FunctionKind.AttributeExists) != negated) return;
        DocumentPath path = ((Operand.Path)function.Operands[0]).At;
        if ((path.IsAttribute && isKey(path.Attribute(binding))) || isWritten(path)) claim = true;
        else other = true;
    }

    private void Comparison(ConditionNode.Comparison comparison, bool negated)
    {
        bool isMirrored = comparison.Left is not Operand.Path;
        DocumentPath? path = ((isMirrored ? comparison.Right : comparison.Left) as Operand.Path)?.At;
        Comparator equality = negated ? Comparator.NotEqual : Comparator.Equal;
        if (path is not null && comparison.Comparator == equality && isWritten(path)) compareAndSet = true;
        else if (path is not null && IsLowerBound(comparison.Comparator, isMirrored != negated) && isDecremented(path)) floor = true;
        else other = true;
    }

    /// <summary>Whether the path has to be above a value; mirrored if the value stands first.</summary>
    private static bool IsLowerBound(Comparator comparator, bool mirrored) =>
        mirrored ? comparator is Comparator.Less or Comparator.LessOrEqual : comparator is Comparator.Greater or Comparator.GreaterOrEqual;
}
