using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Gateway.Testing;

/// <summary>A row of a theory whose expectation nobody has seen from AWS yet: like <c>InlineData</c>, with the trait <c>Certainty=Guess</c>.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class GuessAttribute : DataAttribute
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
