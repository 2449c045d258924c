using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Codec;

/// <summary>Checks what a foreign encoding can hold and a canonical one cannot: values that are not values, cells out of order.</summary>
internal static class NodeCheck
{
    public static void Check(Node node, Context context)
    {
        if (node is PlainNode plain)
        {
            CheckValue(plain.Value);
            return;
        }

        FullNode full = (FullNode)node;
        CheckOrder<Assignment>(full.Assignments);
        CheckOrder<Existence>(full.Existences);
        CheckOrder<Increment>(full.Increments);
        CheckOrder<Ghost>(full.Ghosts);
        foreach (Assignment assignment in full.Assignments) CheckValue(assignment.Scalar);
        for (int i = 0; i < full.Children.Length; i++)
        {
            if (i > 0 && full.Children[i - 1].Step.CompareTo(full.Children[i].Step) >= 0) throw DocumentFault.Malformed("Children do not ascend", 0);
            if (full.Children[i].Step.Kind == StepKind.SetElement) CheckValue(full.Children[i].Step.Element);
            Check(full.Children[i].Node, context);
        }
    }

    private static void CheckOrder<T>(T[] cells)
        where T : struct, ICell
    {
        for (int i = 1; i < cells.Length; i++)
        {
            if (cells[i - 1].Stamp >= cells[i].Stamp) throw DocumentFault.Malformed("Cells do not ascend", 0);
        }
    }

    private static void CheckValue(Value value)
    {
        if (value.IsNone) return;
        int end = ValueCheck.Check(value.Bytes, 0, Value.DepthMax);
        if (end != value.Bytes.Length) throw DocumentFault.Malformed("A value has a wrong length", end);
    }
}
