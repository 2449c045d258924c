using System.Text;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Scopes;

/// <summary>Where tables live: what their tags say, or the configuration; and within the regions of their replicas, if they have any. Pure.</summary>
internal static class ScopeRules
{
    /// <summary>The tag that says where a table's items live.</summary>
    public const string Tag = Scope.Tag;

    /// <summary>Begins the tags of items by their partition keys: the rest of the tag's key is what those begin with.</summary>
    public const string PrefixTag = Tag + ":";

    private const int TerminatorBytes = 2;

    /// <summary>The scope of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="configured">The configuration's rules; of several the first that fits a table, or a table and a prefix. Tags go first.</param>
    public static TableScope Of(TableDefinition table, IReadOnlyList<ScopeRule> configured)
    {
        if (table.Replicas.Count == 0 && configured.Count == 0 && !table.Tags.Any(tag => tag.Key.StartsWith(Tag, StringComparison.Ordinal))) return TableScope.Everywhere;
        Scope? usual = null;
        Dictionary<string, Scope> byPrefix = new(StringComparer.Ordinal);
        foreach (Tag tag in table.Tags)
        {
            if (Scope.Parse(tag.Value) is not { } scope) continue;
            if (tag.Key == Tag) usual = scope;
            else if (tag.Key.StartsWith(PrefixTag, StringComparison.Ordinal)) byPrefix[tag.Key[PrefixTag.Length..]] = scope;
        }

        foreach (ScopeRule rule in configured.Where(rule => rule.IsFor(table.Name)))
        {
            if (rule.KeyPrefix is null) usual ??= rule.Scope;
            else byPrefix.TryAdd(rule.KeyPrefix, rule.Scope);
        }

        // Prefixes are of texts: keys of other types have none.
        bool isText = table.Attributes.First(attribute => attribute.Name == table.Key[0].Name).Type == "S";
        return new TableScope(
            usual ?? Scope.All,
            isText ? byPrefix.OrderByDescending(rule => Encoding.UTF8.GetByteCount(rule.Key)).Select(rule => (KeyStart(rule.Key), rule.Value)) : [],
            table.Replicas.Count == 0 ? null : Scope.OfRegions(table.Replicas.Select(replica => replica.Region)));
    }

    /// <summary>How the keys of items begin whose partition key begins with a text.</summary>
    private static byte[] KeyStart(string prefix)
    {
        KeyWriter writer = new(stackalloc byte[KeyWriter.UsualBytes]);
        try
        {
            Items.ItemKeys.WritePart(ref writer, Value.String(prefix));
            return writer.Written[..^TerminatorBytes].ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }
}
