using Gateway.Simulation.Tests.Workload;

namespace Gateway.Simulation.Tests.Histories;

/// <summary>Something that will happen.</summary>
/// <param name="At">When.</param>
internal abstract record PlanStep(TimeSpan At)
{
    /// <summary>A client sends a request.</summary>
    public sealed record Send(TimeSpan At, int Pop, PlannedRequest Request) : PlanStep(At)
    {
        public override string ToString() => $"{At.TotalSeconds:0.000} pop-{Pop + 1} {Request}";
    }

    /// <summary>The auditor looks.</summary>
    public sealed record Look(TimeSpan At, int Pop) : PlanStep(At)
    {
        public override string ToString() => $"{At.TotalSeconds:0.000} look at pop-{Pop + 1}";
    }

    /// <summary>Something goes wrong.</summary>
    public sealed record Break(TimeSpan At, Fault Fault) : PlanStep(At)
    {
        public override string ToString() => $"{At.TotalSeconds:0.000} {Fault}";
    }
}
