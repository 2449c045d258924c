using System.Text.Json;

namespace Gateway.LambdaCompat.EventSources;

/// <summary>The rules that stand in a pattern's lists: plain values, and objects with one operator.</summary>
internal static class ValueRules
{
    /// <summary>Whether something in a list is a rule.</summary>
    public static bool IsRule(JsonElement rule)
    {
        if (rule.ValueKind != JsonValueKind.Object) return rule.ValueKind != JsonValueKind.Array;
        if (rule.EnumerateObject().Count() != 1) return false;
        JsonProperty only = rule.EnumerateObject().First();
        return only.Name switch
        {
            "prefix" or "suffix" => IsText(only.Value) || (only.Value.ValueKind == JsonValueKind.Object && only.Value.TryGetProperty("equals-ignore-case", out JsonElement text) && IsText(text)),
            "equals-ignore-case" or "wildcard" => IsText(only.Value),
            "exists" => only.Value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "numeric" => IsNumeric(only.Value),
            "anything-but" => only.Value.ValueKind switch
            {
                JsonValueKind.Array => only.Value.GetArrayLength() > 0 && only.Value.EnumerateArray().All(element => element.ValueKind is JsonValueKind.String or JsonValueKind.Number),
                JsonValueKind.Object => IsRule(only.Value) && only.Value.EnumerateObject().First().Name is "prefix" or "suffix" or "equals-ignore-case" or "wildcard",
                JsonValueKind.String or JsonValueKind.Number => true,
                _ => false,
            },
            _ => false,
        };
    }

    /// <summary>Whether a rule asks only if something is there.</summary>
    public static bool IsAboutExistence(JsonElement rule) => rule.ValueKind == JsonValueKind.Object && rule.TryGetProperty("exists", out _);

    /// <summary>Whether a value fits; null for one that is not there.</summary>
    public static bool Matches(JsonElement rule, JsonElement? value)
    {
        if (rule.ValueKind == JsonValueKind.Object)
        {
            JsonProperty only = rule.EnumerateObject().First();
            return MatchesOperator(only.Name, only.Value, value);
        }

        return value is { } found && found.ValueKind == rule.ValueKind && rule.ValueKind switch
        {
            JsonValueKind.String => found.ValueEquals(rule.GetString()),
            JsonValueKind.Number => NumberOf(found) == NumberOf(rule),
            _ => true,
        };
    }

    private static bool MatchesOperator(string name, JsonElement operand, JsonElement? value)
    {
        if (name == "exists") return value is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) } == operand.GetBoolean();
        if (value is not { } found) return false;
        string? text = found.ValueKind == JsonValueKind.String ? found.GetString() : null;
        return name switch
        {
            "prefix" => text is not null && Affix(operand, (affix, comparison) => text.StartsWith(affix, comparison)),
            "suffix" => text is not null && Affix(operand, (affix, comparison) => text.EndsWith(affix, comparison)),
            "equals-ignore-case" => string.Equals(text, operand.GetString(), StringComparison.OrdinalIgnoreCase),
            "wildcard" => text is not null && MatchesWildcard(operand.GetString()!, text),
            "numeric" => found.ValueKind == JsonValueKind.Number && MatchesNumeric(operand, NumberOf(found)),
            "anything-but" => found.ValueKind is JsonValueKind.String or JsonValueKind.Number && !(operand.ValueKind == JsonValueKind.Array ? operand.EnumerateArray().Any(element => Matches(element, found)) : Matches(operand, found)),
            _ => false,
        };
    }

    private static bool Affix(JsonElement operand, Func<string, StringComparison, bool> fits) => operand.ValueKind == JsonValueKind.String
        ? fits(operand.GetString()!, StringComparison.Ordinal)
        : fits(operand.GetProperty("equals-ignore-case").GetString()!, StringComparison.OrdinalIgnoreCase);

    // Greedy, and back to the last star only: linear in the two lengths multiplied.
    private static bool MatchesWildcard(string pattern, string text)
    {
        int star = -1, mark = 0, at = 0, place = 0;
        while (place < text.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                mark = place;
            }
            else if (at < pattern.Length && pattern[at] == text[place])
            {
                at++;
                place++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                place = ++mark;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(at).TrimStart('*').IsEmpty;
    }

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private static bool IsNumeric(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is not (2 or 4)) return false;
        for (int i = 0; i < list.GetArrayLength(); i += 2)
        {
            if (!IsText(list[i]) || list[i].GetString() is not ("=" or "<" or "<=" or ">" or ">=") || list[i + 1].ValueKind != JsonValueKind.Number) return false;
        }

        return true;
    }

    private static bool MatchesNumeric(JsonElement list, double number)
    {
        for (int i = 0; i < list.GetArrayLength(); i += 2)
        {
            double bound = NumberOf(list[i + 1]);
            bool fits = list[i].GetString() switch
            {
                "=" => number == bound,
                "<" => number < bound,
                "<=" => number <= bound,
                ">" => number > bound,
                _ => number >= bound,
            };
            if (!fits) return false;
        }

        return true;
    }

    private static double NumberOf(JsonElement number) => number.TryGetDouble(out double value) ? value : double.NaN;
}
