using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;

namespace Gateway.Testing.Histories;

/// <summary>A value that can be changed in place: maps and lists opened up, everything else as it is.</summary>
internal sealed class Tree
{
    private Value leaf;

    public Dictionary<string, Tree>? Members { get; private init; }

    public List<Tree>? List { get; private init; }

    public static Tree Of(Value value)
    {
        if (value.Kind == ValueKind.Map)
        {
            Dictionary<string, Tree> members = [];
            foreach (ValueEntry entry in value) members.Add(entry.Name, Of(entry.Value));
            return new Tree { Members = members };
        }

        if (value.Kind != ValueKind.List) return new Tree { leaf = value };
        List<Tree> elements = [];
        foreach (ValueEntry entry in value) elements.Add(Of(entry.Value));
        return new Tree { List = elements };
    }

    public Tree? Find(ValuePath path)
    {
        Tree? tree = this;
        foreach (PathPart part in path.Parts)
        {
            if (tree is null) return null;
            tree = part.IsPosition
                ? tree.List is { } list && part.Position < list.Count ? list[part.Position] : null
                : tree.Members?.GetValueOrDefault(part.Name!);
        }

        return tree;
    }

    public void Put(PathPart part, Value value)
    {
        if (!part.IsPosition) Members![part.Name!] = Of(value);
        else if (part.Position >= List!.Count) List.Add(Of(value));
        else List[part.Position] = Of(value);
    }

    public Value ToValue()
    {
        if (Members is not null) return Value.Map(Members.Select(member => KeyValuePair.Create(member.Key, member.Value.ToValue())));
        return List is not null ? Value.List(List.Select(element => element.ToValue())) : leaf;
    }
}
