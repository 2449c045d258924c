using System.Buffers;
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
    public static Placeholders Read(WireStructure input, ExpressionUse use) => new(ReadNames(input, use), ReadValues(input, use));

    private static IReadOnlyDictionary<string, string>? ReadNames(WireStructure input, ExpressionUse use)
    {
        if (input.TextMap(NamesMember) is not { } names) return null;
        if (!use.MayLackExpressions && !use.Expressions.Any(input.Has)) throw new WireException(DynamoErrors.NamesWithoutExpression);
        if (names.Count == 0) throw new WireException(DynamoErrors.NamesEmpty);
        foreach ((string key, string name) in names)
        {
            if (!IsPlaceholder(key, '#')) throw new WireException(DynamoErrors.NameKeySyntax(key));
            if (name.Length == 0) throw new WireException(DynamoErrors.NameValueInvalid("Empty attribute name", key));
        }

        return names;
    }

    private static Value ReadValues(WireStructure input, ExpressionUse use)
    {
        if (use.WithValues.Count == 0 || !input.Has(ValuesMember)) return default;
        if (!use.MayLackExpressions && !use.WithValues.Any(input.Has)) throw new WireException(DynamoErrors.ValuesWithoutExpression(use.WithValues));
        Value values = input.Item(ValuesMember);
        if (values.Count == 0) throw new WireException(DynamoErrors.ValuesEmpty);
        foreach (ValueEntry entry in values)
        {
            if (!IsPlaceholder(entry.Name, ':')) throw new WireException(DynamoErrors.ValueKeySyntax(entry.Name));
        }

        return values;
    }

    private static bool IsPlaceholder(string key, char sign) =>
        key.Length is > 1 and <= ExpressionLimits.PlaceholderMax && key[0] == sign && !key.AsSpan(1).ContainsAnyExcept(WordCharacters);
}
