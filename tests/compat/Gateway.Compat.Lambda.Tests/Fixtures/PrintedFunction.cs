namespace Gateway.Compat.Lambda.Tests.Fixtures;

/// <summary>A function that was called once, printed three lines, and whose log can be read whole.</summary>
public sealed class PrintedFunction(ServiceUnderTest service) : TestFunction(service)
{
    internal string Group => $"/aws/lambda/{Name}";

    private protected override string? Code =>
        """
        exports.handler = async () => {
          console.log('apples %d', 1);
          console.error('pears');
          process.stdout.write('{"level":"warn","n":7}\n');
        };
        """;

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        if (!Service.CanRunFunctions) return;

        await InvokeAsync("{}");
        await Service.UntilAsync(
            () => Service.TargetAsync("logs", "FilterLogEvents", $$"""{"logGroupName":"{{Group}}","filterPattern":"REPORT"}"""),
            answer => answer.Status == 200 && answer.Json["events"]!.AsArray().Count == 1);
    }
}
