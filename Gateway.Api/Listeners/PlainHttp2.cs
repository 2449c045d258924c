using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Gateway.Api.Listeners;

/// <summary>HTTP/2 without TLS on the port of HTTP/1.1. Kestrel decides by endpoint which of the two it speaks; so there is a second endpoint, without a socket, to
/// which connections are handed over that begin as HTTP/2 does.</summary>
internal sealed class PlainHttp2(IConnectionListenerFactory sockets, TimeProvider time) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <summary>The second endpoint: no address that anybody could reach.</summary>
    public static readonly EndPoint Address = new NoAddress();

    private static readonly TimeSpan FirstBytes = TimeSpan.FromSeconds(20);
    private readonly Channel<ConnectionContext> handedOver = Channel.CreateBounded<ConnectionContext>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.Wait });

    /// <summary>What HTTP/2 begins with; no method of HTTP/1.1 begins so.</summary>
    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n"u8;

    public bool CanBind(EndPoint endpoint) => endpoint is NoAddress || sockets is not IConnectionListenerFactorySelector selector || selector.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        endpoint is NoAddress ? new HandedOver(handedOver) : await sockets.BindAsync(endpoint, cancellationToken);

    /// <summary>Looks at the first bytes of a connection and lets HTTP/1.1 pass.</summary>
    public ConnectionDelegate Sort(ConnectionDelegate http1) => async connection =>
    {
        bool? isHttp2 = await BeginsAsHttp2Async(connection);
        if (isHttp2 is null) return; // closed, or silent for too long

        if (isHttp2 == false)
        {
            await http1(connection);
            return;
        }

        Lease lease = new(connection);
        try
        {
            await handedOver.Writer.WriteAsync(lease, connection.ConnectionClosed);
        }
        catch (Exception gone) when (gone is OperationCanceledException or ChannelClosedException)
        {
            return; // the client has gone, or this PoP is going
        }

        await lease.Done;
    };

    private async ValueTask<bool?> BeginsAsHttp2Async(ConnectionContext connection)
    {
        PipeReader input = connection.Transport.Input;
        if (input.TryRead(out ReadResult ready))
        {
            bool? known = Begins(ready.Buffer);
            input.AdvanceTo(ready.Buffer.Start, known is null ? ready.Buffer.End : ready.Buffer.Start);
            if (known is not null || ready.IsCompleted) return known;
        }

        using CancellationTokenSource patience = new(FirstBytes, time);
        try
        {
            while (true)
            {
                ReadResult result = await input.ReadAsync(patience.Token);
                if (Begins(result.Buffer) is { } answer)
                {
                    input.AdvanceTo(result.Buffer.Start);
                    return answer;
                }

                input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                if (result.IsCompleted) return null;
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException)
        {
            return null;
        }
    }

    /// <returns>Null while it could still be either.</returns>
    private static bool? Begins(ReadOnlySequence<byte> bytes)
    {
        int length = (int)Math.Min(bytes.Length, Preface.Length);
        Span<byte> first = stackalloc byte[Preface.Length];
        bytes.Slice(0, length).CopyTo(first);
        if (!first[..length].SequenceEqual(Preface[..length])) return false;
        return length == Preface.Length ? true : null;
    }

    private sealed class NoAddress : EndPoint
    {
        public override string ToString() => "http/2";
    }

    /// <summary>Accepts what is handed over.</summary>
    private sealed class HandedOver(Channel<ConnectionContext> connections) : IConnectionListener
    {
        public EndPoint EndPoint => Address;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            try
            {
                return await connections.Reader.ReadAsync(cancellationToken);
            }
            catch (ChannelClosedException)
            {
                return null;
            }
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            connections.Writer.TryComplete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>A connection for as long as the second endpoint has it. The first one disposes of it.</summary>
    private sealed class Lease(ConnectionContext connection) : ConnectionContext
    {
        private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Done => done.Task;

        public override string ConnectionId { get => connection.ConnectionId; set => connection.ConnectionId = value; }

        public override Microsoft.AspNetCore.Http.Features.IFeatureCollection Features => connection.Features;

        public override IDictionary<object, object?> Items { get => connection.Items; set => connection.Items = value; }

        public override IDuplexPipe Transport { get => connection.Transport; set => connection.Transport = value; }

        public override EndPoint? LocalEndPoint { get => connection.LocalEndPoint; set => connection.LocalEndPoint = value; }

        public override EndPoint? RemoteEndPoint { get => connection.RemoteEndPoint; set => connection.RemoteEndPoint = value; }

        public override CancellationToken ConnectionClosed { get => connection.ConnectionClosed; set => connection.ConnectionClosed = value; }

        public override void Abort(ConnectionAbortedException abortReason) => connection.Abort(abortReason);

        public override ValueTask DisposeAsync()
        {
            done.TrySetResult();
            return base.DisposeAsync();
        }
    }
}
