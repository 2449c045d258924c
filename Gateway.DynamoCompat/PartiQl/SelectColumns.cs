using System.Collections.Immutable;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.PartiQl.Syntax;

namespace Gateway.DynamoCompat.PartiQl;

/// <summary>A select list. Unlike a projection of the other operations it answers flat: <c>a.b[0]</c> comes as <c>b[0]</c>.</summary>
/// <remarks>Source: observed by others against the service and DynamoDB Local, see SelectColumnsTests.</remarks>
internal sealed class SelectColumns(ImmutableArray<SelectColumn> columns)
{
    /// <summary>Null for <c>*</c>.</summary>
    /// <exception cref="WireException">A column is no path, or two have the same name.</exception>
    public static SelectColumns? Read(ImmutableArray<SelectItem> items)
    {
        if (items.IsEmpty) return null;
        ImmutableArray<SelectColumn>.Builder columns = ImmutableArray.CreateBuilder<SelectColumn>(items.Length);
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (SelectItem item in items)
        {
            if (!PathReader.IsPath(item.Value)) throw PathReader.Unexpected(item.Value.At);
            DocumentPath path = PathReader.Read(item.Value);
            string name = PathReader.LastNameOf(item.Value);
            if (item.Alias is not null) throw new WireException(DynamoErrors.UnsupportedClause("AS", item.Value.At));
            if (!names.Add(name)) throw new WireException(DynamoErrors.DuplicateColumns(name));
            columns.Add(new SelectColumn(path, path.Attribute(Binding.None), name));
        }

        return new SelectColumns(columns.MoveToImmutable());
    }

    /// <summary>The attributes that it looks at, in the order of the list.</summary>
    public IEnumerable<string> Attributes => columns.Select(column => column.Attribute);

    /// <summary>The columns that an item has; an empty map if it has none.</summary>
    public Value Of(Value item)
    {
        ValueBuilder builder = new();
        builder.BeginMap();
        foreach (SelectColumn column in columns)
        {
            Value value = column.Path.Find(item, Binding.None);
            if (value.IsNone) continue;
            builder.Name(column.Name);
            builder.Value(value);
        }

        builder.EndMap();
        return builder.Build();
    }
}
