using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Gateway.Api.Options;
using Gateway.Api.Telemetry;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Admin;

/// <summary>The port of the admin API, on loopback. It costs a socket until somebody connects: Kestrel is made then.</summary>
internal sealed class AdminListener : IAsyncDisposable
{
    private readonly TcpListener socket;
    private readonly CancellationTokenSource stopping = new();
    private readonly AdminApplication application;
    private readonly IAdminActions actions;
    private readonly ILoggerFactory logs;
    private readonly string file;
    private readonly string tokenFile;
    private readonly MetricsPage? metrics;
    private readonly Task accepting;
    private KestrelServer? server;

    private AdminListener(string dataFolder, int port, IAdminActions actions, MetricsPage? metrics, ILoggerFactory logs)
    {
        socket = new TcpListener(IPAddress.Loopback, port);
        this.metrics = metrics;
        this.logs = logs;
        this.actions = actions;
        string secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
        application = new AdminApplication(actions, metrics, secret, logs.CreateLogger<AdminListener>());
        try
        {
            socket.Start();
        }
        catch (SocketException failure)
        {
            throw new OptionsFault($"adminPort {port} cannot be listened on: {failure.Message}");
        }

        file = Path.Combine(dataFolder, "admin");
        tokenFile = Path.Combine(dataFolder, "admin-token");
        WriteFile(file, string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)socket.LocalEndpoint).Port}\n{secret}\n"));
        WriteFile(tokenFile, secret);
        accepting = AcceptAsync();
    }

    /// <param name="dataFolder">Where the file goes.</param>
    /// <param name="port">Where; 0 for any free one.</param>
    /// <param name="actions">What is asked for; disposed with this.</param>
    /// <param name="metrics">As well; null for none.</param>
    /// <param name="logs">For bugs.</param>
    /// <summary>Listens, and says where in the file <c>admin</c> of the data folder: address and token, a line each, for its owner alone; in <c>admin-token</c> the token alone, for programs that want it so.</summary>
    /// <exception cref="OptionsFault">The port cannot be had.</exception>
    public static AdminListener Start(string dataFolder, int port, IAdminActions actions, MetricsPage? metrics, ILoggerFactory logs) => new(dataFolder, port, actions, metrics, logs);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        socket.Stop();
        await accepting;
        if (server is not null)
        {
            await server.StopAsync(new CancellationToken(canceled: true));
            server.Dispose();
        }

        File.Delete(file);
        File.Delete(tokenFile);
        actions.Dispose();
        metrics?.Dispose();
        stopping.Dispose();
    }

    /// <summary>Not synced: after a crash of the machine nobody listens there anyway.</summary>
    private static void WriteFile(string file, string text)
    {
        File.Delete(file);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using FileStream stream = new(file, options);
        stream.Write(Encoding.ASCII.GetBytes(text));
    }

    private async Task AcceptAsync()
    {
        SocketTransport? transport = null;
        try
        {
            while (true)
            {
                Socket accepted = await socket.AcceptSocketAsync(stopping.Token);
                transport ??= await StartServerAsync();
                await transport.TakeAsync(accepted, stopping.Token);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            return; // the PoP stops
        }
    }

    private async Task<SocketTransport> StartServerAsync()
    {
        SocketTransport transport = new(logs);
        KestrelServerOptions kestrel = new() { AddServerHeader = false };
        kestrel.Limits.MaxConcurrentConnections = 32;
        kestrel.Listen(SocketTransport.Address, listen => listen.Protocols = HttpProtocols.Http1);
        server = new KestrelServer(Microsoft.Extensions.Options.Options.Create(kestrel), transport, logs);
        await server.StartAsync(application, stopping.Token);
        return transport;
    }

    /// <summary>Hands sockets over that somebody else has accepted.</summary>
    private sealed class SocketTransport(ILoggerFactory logs) : IConnectionListenerFactory, IConnectionListenerFactorySelector, IConnectionListener
    {
        public static readonly EndPoint Address = new NoAddress();
        private readonly SocketConnectionContextFactory connections = new(new SocketConnectionFactoryOptions(), logs.CreateLogger<AdminListener>());
        private readonly Channel<ConnectionContext> accepted = Channel.CreateBounded<ConnectionContext>(16);

        public EndPoint EndPoint => Address;

        public bool CanBind(EndPoint endpoint) => endpoint is NoAddress;

        public ValueTask TakeAsync(Socket socket, CancellationToken token) => accepted.Writer.WriteAsync(connections.Create(socket), token);

        public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => ValueTask.FromResult<IConnectionListener>(this);

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            try
            {
                return await accepted.Reader.ReadAsync(cancellationToken);
            }
            catch (ChannelClosedException)
            {
                return null;
            }
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            accepted.Writer.TryComplete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            connections.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class NoAddress : EndPoint
    {
        public override string ToString() => "admin";
    }
}
