using System.Buffers;
using System.Text;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>Reads ExpressionAttributeNames and ExpressionAttributeValues, and checks them before any expression is looked at.</summary>
internal static class PlaceholderReader
{
    private const string NamesMember = "ExpressionAttributeNames";
    private const string ValuesMember = "ExpressionAttributeValues";

    private static readonly SearchValues<char> WordCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    /// <exception cref="WireException">A ValidationException.</exception>
    public static Placeholders Read(WireStructure input, ExpressionUse use)
    {
        IReadOnlyDictionary<string, string>? names = ReadNames(input, use, out long nameBytes);
        Value values = ReadValues(input, use);

        // The encoding of values is never shorter than half of what they count.
        if (nameBytes + (2L * values.Bytes.Length) > ExpressionLimits.PlaceholderBytesMax) CheckSizes(nameBytes, values.IsNone ? 0 : values.ItemSizeBytes);
        return names is null && values.IsNone ? Placeholders.None : new Placeholders(names, values);
    }

    private static void CheckSizes(long nameBytes, long valueBytes)
    {
        if (nameBytes > ExpressionLimits.PlaceholderBytesMax) throw new WireException(DynamoErrors.PlaceholdersTooLarge(NamesMember));
        if (valueBytes > ExpressionLimits.PlaceholderBytesMax) throw new WireException(DynamoErrors.PlaceholdersTooLarge(ValuesMember));
        if (nameBytes + valueBytes > ExpressionLimits.PlaceholderBytesMax) throw new WireException(DynamoErrors.PlaceholdersTooLargeTogether);
    }

    private static IReadOnlyDictionary<string, string>? ReadNames(WireStructure input, ExpressionUse use, out long bytes)
    {
        bytes = 0;
        if (input.TextMap(NamesMember) is not { } names) return null;
        if (!use.MayLackExpressions && !input.HasAny(use.Expressions)) throw new WireException(DynamoErrors.NamesWithoutExpression);
        if (names.Count == 0) throw new WireException(DynamoErrors.NamesEmpty);
        foreach ((string key, string name) in names)
        {
            if (!IsPlaceholder(key, '#')) throw new WireException(DynamoErrors.NameKeySyntax(key));
            if (key.Length > ExpressionLimits.PlaceholderMax) throw new WireException(DynamoErrors.PlaceholderTooLong(NamesMember));
            if (name.Length == 0) throw new WireException(DynamoErrors.NameValueInvalid("Empty attribute name", key));
            bytes += key.Length + Encoding.UTF8.GetByteCount(name);
        }

        return names;
    }

    private static Value ReadValues(WireStructure input, ExpressionUse use)
    {
        if (use.WithValues.Length == 0 || !input.Has(ValuesMember)) return default;
        if (!use.MayLackExpressions && !input.HasAny(use.WithValues)) throw new WireException(DynamoErrors.ValuesWithoutExpression(use.WithValues));
        Value values = input.Item(ValuesMember);
        if (values.Count == 0) throw new WireException(DynamoErrors.ValuesEmpty);
        foreach (ValueEntry entry in values)
        {
            if (!IsPlaceholder(entry.Name, ':')) throw new WireException(DynamoErrors.ValueKeySyntax(entry.Name));
            if (entry.Name.Length > ExpressionLimits.PlaceholderMax) throw new WireException(DynamoErrors.PlaceholderTooLong(ValuesMember));
        }

        return values;
    }

    private static bool IsPlaceholder(string key, char sign) => key.Length > 1 && key[0] == sign && !key.AsSpan(1).ContainsAnyExcept(WordCharacters);
}
