using System.Text;
using Gateway.DynamoCompat.Scopes;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Tables;

/// <summary>What may be a tag. Source: doc Tagging; messages observed at DynamoDB.</summary>
internal static class TagRules
{
    private const int TagsMax = 50;
    private const int KeyMax = 128;
    private const int ValueMax = 256;

    /// <summary>Reads tags of a request.</summary>
    public static Tag[] Read(IEnumerable<WireStructure> tags)
    {
        Tag[] read = [.. tags.Select(tag => new Tag(CheckKey(tag.Text("Key")), CheckValue(tag.Text("Value"))))];
        foreach (Tag tag in read) CheckOwn(tag);
        string? repeated = read.GroupBy(tag => tag.Key).FirstOrDefault(group => group.Count() > 1)?.Key;
        return repeated is null ? read : throw new WireException(DynamoErrors.TagKeyRepeated(repeated));
    }

    /// <summary>The tags with others put over them.</summary>
    public static Tag[] Merge(IReadOnlyList<Tag> tags, IReadOnlyList<Tag> others)
    {
        Tag[] merged = [.. tags.Where(tag => others.All(other => other.Key != tag.Key)), .. others];
        return merged.Length <= TagsMax ? merged : throw new WireException(DynamoErrors.TooManyTags);
    }

    public static string CheckKey(string? key)
    {
        if (key is not null && key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw new WireException(DynamoErrors.TagKeyReserved(key));
        return key is { Length: > 0 and <= KeyMax } && key.EnumerateRunes().All(IsAllowed) ? key : throw new WireException(DynamoErrors.TagKeyInvalid(key));
    }

    private static string CheckValue(string? value) =>
        value is { Length: <= ValueMax } && value.EnumerateRunes().All(IsAllowed) ? value : throw new WireException(DynamoErrors.TagValueInvalid(value));

    /// <summary>Our own tags must say something that we know.</summary>
    private static void CheckOwn(Tag tag)
    {
        if (tag.Key == ScopeRules.Tag || tag.Key.StartsWith(ScopeRules.PrefixTag, StringComparison.Ordinal))
        {
            if (tag.Key == ScopeRules.PrefixTag || Scope.Parse(tag.Value) is null) throw new WireException(DynamoErrors.EdgeTag(tag.Key, tag.Value, Scope.Choices));
        }
        else if (tag.Key == TableCompiler.PutModeTag && tag.Value is not ("merge" or "replace"))
        {
            throw new WireException(DynamoErrors.EdgeTag(tag.Key, tag.Value, "merge or replace"));
        }
    }

    private static bool IsAllowed(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.IsNumber(rune) || Rune.IsWhiteSpace(rune) || "+-=._:/@".Contains((char)Math.Min(rune.Value, char.MaxValue), StringComparison.Ordinal);
}
