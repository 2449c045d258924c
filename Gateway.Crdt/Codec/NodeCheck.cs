using System.Text.Unicode;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Codec;

/// <summary>Checks what a foreign encoding can hold and a canonical one cannot: values that are not values, cells out of order.</summary>
internal static class NodeCheck
{
    /// <summary>Checks a node and all below it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="context">The document's context.</param>
    /// <param name="depth">0 for the root.</param>
    public static void Check(Node node, Context context, int depth = 0)
    {
        // The root is the item, which does not count as a level of its attributes.
        int levelsLeft = Math.Max(0, Value.DepthMax + 1 - depth);
        if (node is PlainNode plain)
        {
            CheckKnown(plain.Stamp, context);
            CheckValue(plain.Value, levelsLeft);
            return;
        }

        FullNode full = (FullNode)node;
        CheckCells<Assignment>(full.Assignments, context);
        CheckCells<Existence>(full.Existences, context);
        CheckCells<Increment>(full.Increments, context);
        CheckCells<Ghost>(full.Ghosts, context);
        foreach (Assignment assignment in full.Assignments)
        {
            if (depth == 0 && assignment is not { Kind: ValueKind.Map, Inherited: false, Default: false }) throw DocumentFault.Malformed("The root is not a map that was put", 0);
            if (levelsLeft == 0 && assignment.Kind.IsContainer()) throw new DocumentFault(DocumentFaultKind.TooDeep, $"A document nests deeper than {Value.DepthMax} levels.");
            CheckValue(assignment.Scalar, levelsLeft);
        }

        for (int i = 0; i < full.Children.Length; i++)
        {
            if (i > 0 && full.Children[i - 1].Step.CompareTo(full.Children[i].Step) >= 0) throw DocumentFault.Malformed("Children do not ascend", 0);
            CheckStep(full.Children[i].Step);
            Check(full.Children[i].Node, context, depth + 1);
        }
    }

    /// <summary>A step that brings content of its own: a name is text, a set's element a value.</summary>
    public static void CheckStep(PathStep step)
    {
        if (step.Kind == StepKind.SetElement) CheckValue(step.Element, 0);
        else if (step.Kind == StepKind.Name && !Utf8.IsValid(step.NameBytes)) throw new DocumentFault(DocumentFaultKind.InvalidText, "A name is not UTF-8.");
    }

    private static void CheckCells<T>(T[] cells, Context context)
        where T : struct, ICell
    {
        for (int i = 0; i < cells.Length; i++)
        {
            CheckKnown(cells[i].Stamp, context);
            if (i > 0 && cells[i - 1].Stamp >= cells[i].Stamp) throw DocumentFault.Malformed("Cells do not ascend", 0);
        }
    }

    /// <summary>A cell beyond the context would come back after every removal. A closed replica has no entry: all that it wrote is known.</summary>
    private static void CheckKnown(Stamp stamp, Context context)
    {
        if (context[stamp.Replica] == HlcTime.Zero || context.Includes(stamp)) return;
        throw new DocumentFault(DocumentFaultKind.StampBeyondContext, $"The cell {stamp} lies beyond what its document's context admits.");
    }

    private static void CheckValue(Value value, int depthMax)
    {
        if (value.IsNone) return;
        int end = ValueCheck.Check(value.Bytes, 0, depthMax);
        if (end != value.Bytes.Length) throw DocumentFault.Malformed("A value has a wrong length", end);
    }
}
