using Gateway.Crdt.Documents;

namespace Gateway.Crdt.Codec;

/// <summary>Children being read: an array that is handed on as it is if its first guess at the count was right, as it nearly always is.</summary>
internal ref struct ChildList(int expected)
{
    private Child[] children = new Child[expected];
    private int count;

    public void Add(in Child child)
    {
        if (count == children.Length) System.Array.Resize(ref children, Math.Max(4, count * 2));
        children[count++] = child;
    }

    public readonly Child[] ToArray() => count == children.Length ? children : children[..count];
}
