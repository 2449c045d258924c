using System.Net.Sockets;

namespace Gateway.Api.Cluster;

/// <summary>Plain connections.</summary>
internal static class TcpStreams
{
    /// <summary>Connects.</summary>
    public static async ValueTask<Stream> OpenAsync(string host, int port, CancellationToken token)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
