using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Gateway.Compat.Dynamo.Tests.Driver;

/// <summary>A row of a theory whose expectation nobody has seen from AWS yet: like <c>InlineData</c>, with the trait <c>Certainty=Guess</c>.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class GuessAttribute : DataAttribute
{
    private readonly object?[] values;

    public GuessAttribute(params object?[]? values)
    {
        this.values = values ?? [null];
        Traits = ["Certainty", "Guess"];
    }

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([ConvertDataRow(values)]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
