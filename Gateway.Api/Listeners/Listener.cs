using System.Net;
using System.Net.Sockets;
using Gateway.Api.Options;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Listeners;

/// <summary>Kestrel on one port, without the host around it that a PoP has no use for: it starts in half the time.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly KestrelServer server;

    private Listener(KestrelServer server) => this.server = server;

    /// <summary>Where it answers, with the port that it was given.</summary>
    public Uri Endpoint => new(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Starts to listen.</summary>
    /// <exception cref="OptionsFault">The port is taken, the address is not one of this machine, or the certificate will not do.</exception>
    public static async Task<Listener> StartAsync(PopOptions options, IHttpApplication<Exchange> application, TimeProvider time, ILoggerFactory logs, CancellationToken token)
    {
        KestrelServerOptions kestrel = new() { AddServerHeader = false, AllowResponseHeaderCompression = true };
        SetLimits(kestrel.Limits);
        SocketTransportFactory sockets = new(Microsoft.Extensions.Options.Options.Create(new SocketTransportOptions { Backlog = 4096 }), logs);
        IConnectionListenerFactory transport = sockets;
        IPEndPoint address = new(options.Host, options.Port);
        if (options.TlsCertificateFile is not null)
        {
            Tls tls = Tls.Load(options);
            kestrel.ApplicationServices = Tls.Services();
            kestrel.Listen(address, tls.Use);
        }
        else
        {
            PlainHttp2 plainHttp2 = new(sockets, time);
            transport = plainHttp2;
            kestrel.Listen(address, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(plainHttp2.Sort);
            });
            kestrel.Listen(PlainHttp2.Address, listen => listen.Protocols = HttpProtocols.Http2);
        }

        KestrelServer server = new(Microsoft.Extensions.Options.Options.Create(kestrel), transport, logs);
        try
        {
            await server.StartAsync(application, token);
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            server.Dispose();
            throw new OptionsFault(Explain(failure, address));
        }

        return new Listener(server);
    }

    /// <summary>Stops to listen and waits for the requests under way; those that are not done when the token fires are cut off.</summary>
    public Task StopAsync(CancellationToken token) => server.StopAsync(token);

    public async ValueTask DisposeAsync()
    {
        await server.StopAsync(new CancellationToken(canceled: true));
        server.Dispose();
    }

    /// <summary>Everything a client may take its time with, or send much of, ends somewhere.</summary>
    private static void SetLimits(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = null; // the router counts, and answers as DynamoDB does
        limits.MaxRequestLineSize = 16 * 1024; // a presigned request with a session token
        limits.MaxRequestHeadersTotalSize = 64 * 1024;
        limits.MaxRequestHeaderCount = 100;
        limits.MaxConcurrentConnections = 20_000;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(20);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
    }

    private static string Explain(Exception failure, IPEndPoint address) => failure switch
    {
        { InnerException: AddressInUseException } or AddressInUseException => $"port {address.Port} is taken: another program listens on {address}; stop it, or take another with --port",
        { InnerException: SocketException { SocketErrorCode: SocketError.AddressNotAvailable } } or SocketException { SocketErrorCode: SocketError.AddressNotAvailable } =>
            $"{address.Address} is not an address of this machine",
        { InnerException: SocketException { SocketErrorCode: SocketError.AccessDenied } } or SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            $"port {address.Port} may not be listened on by this user; ports from 1024 on may",
        _ => $"cannot listen on {address}: {failure.Message}",
    };
}
