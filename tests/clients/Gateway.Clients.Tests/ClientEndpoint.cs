using Gateway.Testing.Gateways;

namespace Gateway.Clients.Tests;

/// <summary>Where the clients go: the endpoint of <c>EDGE_COMPAT_ENDPOINT</c>, else a PoP in this process. One for all of them.</summary>
public sealed class ClientEndpoint : IAsyncLifetime
{
    private GatewayUnderTest? gateway;

    /// <summary>As <c>http://127.0.0.1:40123</c>.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What the names of this run's tables begin with.</summary>
    public string Prefix { get; } = $"edge-clients-{TimeProvider.System.GetUtcNow():yyyyMMddHHmmss}-{Environment.ProcessId}";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("EDGE_COMPAT_ENDPOINT") is { Length: > 0 } named and not "aws")
        {
            Address = named;
            return;
        }

        gateway = await GatewayUnderTest.StartAsync();
        Address = gateway.Endpoint.GetLeftPart(UriPartial.Authority);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (gateway is not null) await gateway.DisposeAsync();
    }
}
