using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Codec;

/// <summary>Writes what a delta does at each path. Layout: docs/formats/delta.md.</summary>
internal readonly ref struct DeltaWriter(ByteWriter writer, StampTable stamps)
{
    private readonly ByteWriter writer = writer;
    private readonly StampTable stamps = stamps;

    public void Node(DeltaNode node)
    {
        DeltaFlags flags = (DeltaFlags)(int)node.Clear
            | (node.Covers.Length > 0 ? DeltaFlags.Covers : 0)
            | (node.Assigned != ValueKind.None ? DeltaFlags.Assigned : 0)
            | (node.Exists ? DeltaFlags.Exists : 0)
            | (node.Increment is not null ? DeltaFlags.Increment : 0)
            | (node.Ghost.Length > 0 ? DeltaFlags.Ghost : 0)
            | (node.Children.Length > 0 ? DeltaFlags.Children : 0);
        writer.Byte((byte)flags);
        if (node.Covers.Length > 0) Covers(node.Covers);
        if (node.Assigned != ValueKind.None) Assigned(node);
        if (node.Increment is { } increment) Increment(increment);
        if (node.Ghost.Length > 0) SeenCodec.Write(writer, node.Ghost, stamps);
        if (node.Children.Length > 0) Children(node.Children);
    }

    private void Covers(Cover[] covers)
    {
        writer.Varint(covers.Length);
        foreach (Cover cover in covers)
        {
            writer.Byte((byte)cover.Slot);
            stamps.Write(writer, cover.Stamp);
        }
    }

    private void Assigned(DeltaNode node)
    {
        writer.Byte((byte)((int)node.Assigned | (node.Default ? AssignmentHead.Default : 0) | (node.Content.IsNone ? 0 : AssignmentHead.Shown)));
        writer.Bytes(node.Content.Bytes);
    }

    private void Increment(Increment increment)
    {
        writer.Below(increment.Stamp.Time, increment.Run.Time);
        writer.Sum(increment.Total);
        writer.Varint(increment.Count);
    }

    private void Children(DeltaChild[] children)
    {
        writer.Varint(children.Length);
        foreach (DeltaChild child in children)
        {
            StepCodec.Write(writer, child.Step, stamps);
            Node(child.Node);
        }
    }
}
