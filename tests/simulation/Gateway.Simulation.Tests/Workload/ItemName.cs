namespace Gateway.Simulation.Tests.Workload;

/// <summary>An item of one of the history's tables.</summary>
internal readonly record struct ItemName(string Pk, string Sk)
{
    /// <summary>It lies in the table that only some PoPs hold.</summary>
    public bool IsScoped => Pk.StartsWith(ScopedMaker.KeyStart, StringComparison.Ordinal);

    /// <summary>Its key as JSON.</summary>
    public string Key => $$"""{"pk": {"S": "{{Pk}}"}, "sk": {"S": "{{Sk}}"} }""";

    /// <summary>Its key attributes, to begin an item with.</summary>
    public string Attributes => $$""" "pk": {"S": "{{Pk}}"}, "sk": {"S": "{{Sk}}"} """;

    public override string ToString() => $"{Pk}/{Sk}";
}
