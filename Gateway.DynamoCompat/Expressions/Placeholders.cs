using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>ExpressionAttributeNames and ExpressionAttributeValues of one request, and which of them its expressions have used.</summary>
internal sealed class Placeholders
{
    /// <summary>Neither names nor values.</summary>
    public static readonly Placeholders None = new(null, default);

    private readonly IReadOnlyDictionary<string, string>? names;
    private readonly Value values;
    private readonly List<string> uses = [];

    /// <summary>Takes both maps.</summary>
    /// <param name="names">As sent, <c>#n</c> to name; null if absent.</param>
    /// <param name="values">A map with members <c>:v</c>; none if absent.</param>
    public Placeholders(IReadOnlyDictionary<string, string>? names, Value values)
    {
        this.names = names;
        this.values = values;
    }

    /// <summary>What a name's placeholder stands for; null if it is not defined.</summary>
    public string? UseName(string placeholder)
    {
        if (names is null || !names.TryGetValue(placeholder, out string? name)) return null;
        Use(placeholder);
        return name;
    }

    /// <summary>What a value's placeholder stands for; none if it is not defined.</summary>
    public Value UseValue(string placeholder)
    {
        if (values.IsNone || !values.TryGetMember(placeholder, out Value value)) return default;
        Use(placeholder);
        return value;
    }

    /// <summary>Every name and value has been used.</summary>
    /// <exception cref="WireException">One has not.</exception>
    public void CheckAllUsed()
    {
        int count = (names?.Count ?? 0) + (values.IsNone ? 0 : values.Count);
        if (count == uses.Count) return;
        HashSet<string> used = new(uses, StringComparer.Ordinal);
        string[] unusedNames = [.. (names?.Keys ?? []).Where(name => !used.Contains(name))];
        if (unusedNames.Length > 0) throw new WireException(DynamoErrors.NamesUnused(unusedNames));
        List<string> unusedValues = [];
        foreach (ValueEntry entry in values)
        {
            if (!used.Contains(entry.Name)) unusedValues.Add(entry.Name);
        }

        throw new WireException(DynamoErrors.ValuesUnused(unusedValues));
    }

    /// <summary>An expression is too short to hold so many that looking through them would take long.</summary>
    private void Use(string placeholder)
    {
        if (!uses.Contains(placeholder)) uses.Add(placeholder);
    }
}
