using System.Text;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>A place in an item, as <c>a.#b[3]</c>: what the placeholders stand for comes with a <see cref="Binding"/>.</summary>
internal sealed class DocumentPath(PathElement[] elements)
{
    public ReadOnlySpan<PathElement> Elements => elements;

    public bool IsAttribute => elements.Length == 1;

    public static DocumentPath Of(string attribute) => new([PathElement.Of(attribute)]);

    /// <summary>The attribute that it begins with.</summary>
    public string Attribute(Binding binding) => binding.NameOf(elements[0]);

    /// <summary>The value there.</summary>
    /// <returns>None if there is nothing.</returns>
    public Value Find(Value item, Binding binding) => Find(item, binding, elements.Length);

    /// <summary>The map or list that holds it; the item itself for an attribute.</summary>
    public Value FindParent(Value item, Binding binding) => Find(item, binding, elements.Length - 1);

    /// <summary>As errors show it: <c>[a, [0], b]</c>.</summary>
    public string Show(Binding binding)
    {
        StringBuilder text = new("[");
        foreach (PathElement element in elements)
        {
            if (text.Length > 1) text.Append(", ");
            if (element.IsPosition) text.Append('[').Append(element.Position).Append(']');
            else text.Append(binding.NameOf(element));
        }

        return text.Append(']').ToString();
    }

    public PathRelation RelationTo(DocumentPath other, Binding binding) => RelationTo(other, binding, binding);

    /// <summary>The same for a path of another expression.</summary>
    public PathRelation RelationTo(DocumentPath other, Binding binding, Binding otherBinding)
    {
        int common = Math.Min(elements.Length, other.Elements.Length);
        for (int i = 0; i < common; i++)
        {
            PathElement mine = elements[i];
            PathElement theirs = other.Elements[i];
            if (mine.IsPosition != theirs.IsPosition) return PathRelation.Conflict;
            bool same = mine.IsPosition ? mine.Position == theirs.Position : binding.Utf8NameOf(mine).SequenceEqual(otherBinding.Utf8NameOf(theirs));
            if (!same) return PathRelation.Apart;
        }

        return PathRelation.Overlap;
    }

    /// <summary>True if both are the same place.</summary>
    public bool IsSame(DocumentPath other, Binding binding) => elements.Length == other.Elements.Length && RelationTo(other, binding) == PathRelation.Overlap;

    public ValuePath ToValuePath(Binding binding)
    {
        ValuePath path = ValuePath.Of(binding.NameOf(elements[0]));
        foreach (PathElement element in elements.AsSpan(1))
        {
            // No list is nearly that long: every such position means "past the end".
            path = element.IsPosition ? path.At((int)Math.Min(element.Position, int.MaxValue)) : path.Member(binding.NameOf(element));
        }

        return path;
    }

    private Value Find(Value at, Binding binding, int count)
    {
        for (int i = 0; i < count; i++)
        {
            PathElement element = elements[i];
            Value next = default;
            if (!element.IsPosition) at.TryGetMember(binding.Utf8NameOf(element), out next);
            else if (element.Position <= int.MaxValue) next = at[(int)element.Position];
            if (next.IsNone) return default;
            at = next;
        }

        return at;
    }
}
