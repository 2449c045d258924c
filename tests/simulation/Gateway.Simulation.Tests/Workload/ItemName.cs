namespace Gateway.Simulation.Tests.Workload;

/// <summary>An item of the history's table.</summary>
internal readonly record struct ItemName(string Pk, string Sk)
{
    /// <summary>Its key as JSON.</summary>
    public string Key => $$"""{"pk": {"S": "{{Pk}}"}, "sk": {"S": "{{Sk}}"} }""";

    /// <summary>Its key attributes, to begin an item with.</summary>
    public string Attributes => $$""" "pk": {"S": "{{Pk}}"}, "sk": {"S": "{{Sk}}"} """;

    public override string ToString() => $"{Pk}/{Sk}";
}
