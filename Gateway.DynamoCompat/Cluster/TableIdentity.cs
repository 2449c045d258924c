using System.Security.Cryptography;
using System.Text.Json;
using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.Cluster;

/// <summary>What a table is, whatever its settings: two PoPs that make the same table at once make the same identity, two that make different ones never do.</summary>
/// <param name="TableId">AWS's <c>TableId</c>.</param>
/// <param name="Key">The table's key: name, role and type of each part.</param>
internal sealed record TableIdentity(string TableId, string Key)
{
    private const char Divider = ' ';

    /// <summary>The identity of a table that is there.</summary>
    public static TableIdentity Of(TableDefinition table) => new(table.TableId, KeyText(table.Key, table.Attributes));

    /// <summary>The id of a table that is made where there are other PoPs: the same wherever it is made at once.</summary>
    /// <param name="recordId">Account, region and name.</param>
    /// <param name="generation">How often a table of this name was deleted before: data of an earlier one never becomes data of this one.</param>
    /// <param name="key">The key, as one text.</param>
    /// <returns>A UUID of version 8.</returns>
    public static string Derive(string recordId, long generation, string key)
    {
        byte[] hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes([recordId, generation.ToString(System.Globalization.CultureInfo.InvariantCulture), key], CatalogJson.Default.StringArray));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString();
    }

    /// <summary>A key with its types, as one text.</summary>
    public static string KeyText(IEnumerable<KeyElement> key, IReadOnlyList<AttributeDefinition> attributes) =>
        KeyText(key.Select(part => new TypedKeyPart(part.Name, part.Role, attributes.First(attribute => attribute.Name == part.Name).Type)));

    /// <inheritdoc cref="KeyText(IEnumerable{KeyElement}, IReadOnlyList{AttributeDefinition})"/>
    public static string KeyText(IEnumerable<TypedKeyPart> key)
    {
        string[][] parts = [.. key.Select(part => (string[])[part.Name, part.Role, part.Type])];
        return JsonSerializer.Serialize(parts, CatalogJson.Default.StringArrayArray);
    }

    /// <summary>Takes a key's text apart.</summary>
    public static TypedKeyPart[] ReadKey(string text) =>
        [.. JsonSerializer.Deserialize(text, CatalogJson.Default.StringArrayArray)!.Select(part => new TypedKeyPart(part[0], part[1], part[2]))];

    /// <summary>Reads what <see cref="ToText"/> has written.</summary>
    public static TableIdentity Read(string text) => text.IndexOf(Divider, StringComparison.Ordinal) is > 0 and int at
        ? new TableIdentity(text[..at], text[(at + 1)..])
        : throw new FormatException("A table's identity has no key.");

    /// <summary>One text: of two that are written at once one stays, whole.</summary>
    public string ToText() => TableId + Divider + Key;
}
