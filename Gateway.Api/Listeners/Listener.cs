using System.Net;
using Gateway.Api.Options;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Api.Listeners;

/// <summary>Kestrel on one port, without the host around it that a PoP has no use for.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly KestrelServer server;

    private Listener(KestrelServer server) => this.server = server;

    /// <summary>Where it answers, with the port that it was given.</summary>
    public Uri Endpoint => new(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Starts to listen.</summary>
    /// <exception cref="IOException">The port is taken, or the address is not one of this machine.</exception>
    public static async Task<Listener> StartAsync(PopOptions options, IHttpApplication<Exchange> application, CancellationToken token)
    {
        KestrelServerOptions kestrel = new() { AddServerHeader = false };
        kestrel.Limits.MaxRequestBodySize = null; // the router counts, and answers as DynamoDB does
        kestrel.Listen(new IPEndPoint(options.Host, options.Port));
        SocketTransportFactory transport = new(Microsoft.Extensions.Options.Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        KestrelServer server = new(Microsoft.Extensions.Options.Options.Create(kestrel), transport, NullLoggerFactory.Instance);
        await server.StartAsync(application, token);
        return new Listener(server);
    }

    /// <summary>Stops to listen and waits for the requests under way; those that are not done when the token fires are cut off.</summary>
    public Task StopAsync(CancellationToken token) => server.StopAsync(token);

    public async ValueTask DisposeAsync()
    {
        await server.StopAsync(new CancellationToken(canceled: true));
        server.Dispose();
    }
}
