namespace Gateway.Compat.Lambda.Tests.Fixtures;

/// <summary>A function with versions 1 and 2.</summary>
public sealed class TwoVersions(ServiceUnderTest service) : TestFunction(service)
{
    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await PublishAsync();
        await ChangeAsync("""{"Timeout":4}""");
        await PublishAsync();
    }
}
