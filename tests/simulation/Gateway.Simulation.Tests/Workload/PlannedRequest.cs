namespace Gateway.Simulation.Tests.Workload;

/// <summary>A request that a client will send.</summary>
/// <param name="Operation">As <c>PutItem</c>.</param>
/// <param name="Json">The body.</param>
/// <param name="Effects">What it leaves, where that can be told.</param>
internal sealed record PlannedRequest(string Operation, string Json, params IReadOnlyList<Effect> Effects)
{
    public override string ToString() => $"{Operation} {Json}";
}
