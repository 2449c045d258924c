using System.Net.Sockets;

namespace Gateway.LambdaCompat.Engine.Environments;

/// <summary>Brings the PoP's endpoint into a network that has nothing else: what connects there is connected to the endpoint, and to nothing else.</summary>
internal sealed class EndpointRelay : IDisposable
{
    private const int ConnectionsMax = 256;

    private readonly CancellationTokenSource stop = new();
    private readonly Socket listener;
    private readonly Uri endpoint;
    private int connections;

    public EndpointRelay(Socket listener, Uri endpoint)
    {
        this.listener = listener;
        this.endpoint = endpoint;
        _ = AcceptAsync();
    }

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        CancellationToken token = stop.Token;
        try
        {
            while (true)
            {
                Socket inside = await listener.AcceptAsync(token).ConfigureAwait(false);
                if (Interlocked.Increment(ref connections) <= ConnectionsMax) _ = RelayAsync(inside, token);
                else
                {
                    Interlocked.Decrement(ref connections);
                    inside.Dispose();
                }
            }
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The environment has ended.
        }
    }

    private async Task RelayAsync(Socket inside, CancellationToken token)
    {
        using Socket outside = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (inside)
        {
            inside.NoDelay = true;
            try
            {
                await outside.ConnectAsync(endpoint.Host, endpoint.Port, token).ConfigureAwait(false);
                await Task.WhenAll(CopyAsync(inside, outside, token), CopyAsync(outside, inside, token)).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One side has gone, so both go.
            }
            finally
            {
                Interlocked.Decrement(ref connections);
            }
        }
    }

    private static async Task CopyAsync(Socket from, Socket to, CancellationToken token)
    {
        byte[] buffer = new byte[16 * 1024];
        while (await from.ReceiveAsync(buffer, SocketFlags.None, token).ConfigureAwait(false) is > 0 and int count)
        {
            for (int sent = 0; sent < count;) sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), SocketFlags.None, token).ConfigureAwait(false);
        }

        to.Shutdown(SocketShutdown.Send);
    }
}
