using Gateway.Crdt.Values;
using Gateway.DynamoCompat.PartiQl.Syntax;

namespace Gateway.DynamoCompat.PartiQl;

/// <summary>Values of a statement: literals, and the parameters that stand for them.</summary>
/// <remarks>Source: doc ql-reference.data-types; limits and texts as observed by others against the service, see ValueReaderTests.</remarks>
internal sealed class ValueReader(IReadOnlyList<Value> parameters)
{
    /// <summary>True for what can only be a value, not a path or an operation.</summary>
    public static bool IsValue(SyntaxNode node) =>
        node is SyntaxNode.Text or SyntaxNode.Number or SyntaxNode.Boolean or SyntaxNode.Null or SyntaxNode.List or SyntaxNode.Bag or SyntaxNode.Struct or SyntaxNode.Parameter;

    /// <summary>A value that stands by itself: only here it may be a parameter.</summary>
    /// <exception cref="WireException">It is no value, or one that DynamoDB cannot hold.</exception>
    public Value Read(SyntaxNode node) => node is SyntaxNode.Parameter parameter ? parameters[parameter.Position] : Read(node, "root", 0);

    /// <summary>The item of an INSERT: each of its members stands by itself.</summary>
    public Value ReadItem(SyntaxNode node)
    {
        if (node is not SyntaxNode.Struct item) throw Unsupported(node, "root");
        Dictionary<string, Value> members = new(StringComparer.Ordinal);
        foreach (StructMember member in item.Members) members[NameOf(member.Name)] = Read(member.Value);
        return Value.Map(members);
    }

    private Value Read(SyntaxNode node, string path, int depth)
    {
        if (depth == Value.DepthMax) throw new WireException(DynamoErrors.LiteralTooDeep(path));
        return node switch
        {
            SyntaxNode.Text text => TextOf(text),
            SyntaxNode.Number number => NumberOf(number),
            SyntaxNode.Boolean boolean => Value.Boolean(boolean.Value),
            SyntaxNode.Null => Value.Null,
            SyntaxNode.List list => Value.List(list.Items.Select((item, at) => Read(item, $"{path}[{at}]", depth + 1)).ToArray()),
            SyntaxNode.Struct map => MapOf(map, path, depth),
            SyntaxNode.Bag bag => SetOf(bag),
            _ => throw Unsupported(node, path),
        };
    }

    private Value MapOf(SyntaxNode.Struct map, string path, int depth)
    {
        Dictionary<string, Value> members = new(StringComparer.Ordinal);
        foreach (StructMember member in map.Members)
        {
            string name = NameOf(member.Name);
            members[name] = Read(member.Value, $"{path}.{name}", depth + 1);
        }

        return Value.Map(members);
    }

    private static Value SetOf(SyntaxNode.Bag bag)
    {
        if (bag.Items.IsEmpty) throw new WireException(DynamoErrors.BagEmpty);
        if (bag.Items.All(item => item is SyntaxNode.Text)) return SetOf(ValueKind.StringSet, [.. bag.Items.Select(item => TextOf((SyntaxNode.Text)item))]);
        if (bag.Items.All(item => item is SyntaxNode.Number)) return SetOf(ValueKind.NumberSet, [.. bag.Items.Select(item => NumberOf((SyntaxNode.Number)item))]);
        throw new WireException(DynamoErrors.BagTypes);

        Value SetOf(ValueKind kind, Value[] elements) => elements.Distinct().Count() == elements.Length
            ? Value.Set(kind, elements)
            : throw new WireException(DynamoErrors.BagDuplicates(kind, bag.Items.Select(item => item is SyntaxNode.Text text ? text.Content : ((SyntaxNode.Number)item).Digits)));
    }

    private static Value TextOf(SyntaxNode.Text text) => Value.String(text.Content);

    private static Value NumberOf(SyntaxNode.Number number)
    {
        NumberFault fault = ExactNumber.TryParse(number.Digits, out ExactNumber exact);
        return fault == NumberFault.None ? Value.Number(exact) : throw new WireException(DynamoErrors.LiteralNumber(fault));
    }

    private static string NameOf(SyntaxNode node) => node switch
    {
        SyntaxNode.Text text => text.Content,
        SyntaxNode.Name name => name.Word,
        _ => throw Unsupported(node, "root"),
    };

    private static WireException Unsupported(SyntaxNode node, string path) => new(DynamoErrors.LiteralType(NameOfType(node), path, node.At));

    /// <summary>What the tree of the reference parser calls a node.</summary>
    private static string NameOfType(SyntaxNode node) => node switch
    {
        SyntaxNode.Parameter => "Parameter",
        SyntaxNode.Name => "VariableReference",
        SyntaxNode.Path => "Path",
        SyntaxNode.Missing => "LiteralMissing",
        SyntaxNode.Is => "Typed",
        SyntaxNode.Query => "Select",
        SyntaxNode.Text or SyntaxNode.Number or SyntaxNode.Boolean or SyntaxNode.Null => "Literal",
        SyntaxNode.List or SyntaxNode.Bag => "Seq",
        _ => "NAry",
    };
}
