using System.Globalization;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.PartiQl.Syntax;

namespace Gateway.DynamoCompat.PartiQl;

/// <summary>Names and paths of a statement, as places in an item or as a table and an index.</summary>
internal static class PathReader
{
    public static bool IsPath(SyntaxNode node) => node is SyntaxNode.Name or SyntaxNode.Path;

    /// <summary>A place in an item.</summary>
    /// <exception cref="WireException">It is none.</exception>
    public static DocumentPath Read(SyntaxNode node)
    {
        if (node is SyntaxNode.Name name) return DocumentPath.Of(NotEmpty(name.Word));
        if (node is not SyntaxNode.Path { Root: SyntaxNode.Name root } path) throw Unexpected(node.At);
        if (path.Steps.Length >= ExpressionLimits.PathMax) throw new WireException(DynamoErrors.PathTooDeep(ExpressionKind.Statement, path.Steps.Length + 1));
        PathElement[] elements = new PathElement[path.Steps.Length + 1];
        elements[0] = PathElement.Of(NotEmpty(root.Word));
        for (int i = 0; i < path.Steps.Length; i++) elements[i + 1] = Element(path.Steps[i]);
        return new DocumentPath(elements);
    }

    /// <summary>What a projection calls the value at a path: its last name and the positions behind that.</summary>
    public static string LastNameOf(SyntaxNode node)
    {
        if (node is SyntaxNode.Name name) return name.Word;
        var path = (SyntaxNode.Path)node;
        string positions = "";
        for (int i = path.Steps.Length - 1; i >= 0; i--)
        {
            PathStep step = path.Steps[i];
            if ((step.Name ?? (step.Index as SyntaxNode.Text)?.Content) is { } last) return last + positions;
            positions = $"[{PositionOf(step)}]{positions}";
        }

        return ((SyntaxNode.Name)path.Root).Word + positions;
    }

    /// <summary>The table, and the index if one is named.</summary>
    /// <exception cref="WireException">It is not one or two names.</exception>
    public static (string Table, string? Index) ReadSource(SyntaxNode node)
    {
        if (node is SyntaxNode.Name table) return (NotEmpty(table.Word), null);
        if (node is not SyntaxNode.Path { Root: SyntaxNode.Name root } path) throw new WireException(DynamoErrors.UnexpectedSource(node.At));
        if (path.Steps.Any(step => step.Name is null)) throw new WireException(DynamoErrors.UnexpectedSource(node.At));
        return path.Steps.Length == 1 ? (NotEmpty(root.Word), NotEmpty(path.Steps[0].Name!)) : throw new WireException(DynamoErrors.SourceComponents);
    }

    public static WireException Unexpected(SourceSpan at) => new(DynamoErrors.UnexpectedPathComponent(at));

    private static PathElement Element(PathStep step)
    {
        if ((step.Name ?? (step.Index as SyntaxNode.Text)?.Content) is { } name) return PathElement.Of(NotEmpty(name));
        return PathElement.At(PositionOf(step));
    }

    private static int PositionOf(PathStep step)
    {
        if (step.Index is not SyntaxNode.Number number || number.Digits.AsSpan().ContainsAny(".eE")) throw Unexpected(step.At);
        return int.TryParse(number.Digits, NumberStyles.None, CultureInfo.InvariantCulture, out int position)
            ? position
            : throw new WireException(DynamoErrors.ListIndexRange(number.Digits, number.At));
    }

    private static string NotEmpty(string name) => name.Length > 0 ? name : throw new WireException(DynamoErrors.EmptyPathComponent);
}
