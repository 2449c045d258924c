using System.Threading.Channels;
using Gateway.Replication.Links;
using Gateway.Replication.Links.Transport;
using Gateway.Replication.Membership;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Api.Cluster;

/// <summary>What is answered on the port of replication: links become channels, the rest goes to the desk where PoPs join.</summary>
/// <param name="gate">Knows the members.</param>
/// <param name="desk">Answers all but links; null where nobody joins.</param>
internal sealed class PeerApplication(PeerGate gate, Func<string, PopCertificate?, Stream, CancellationToken, ValueTask<byte[]?>>? desk) : IHttpApplication<IFeatureCollection>, IDisposable
{
    private const int WaitingMax = 64;
    private readonly Channel<IPeerChannel> accepted = Channel.CreateBounded<IPeerChannel>(new BoundedChannelOptions(WaitingMax) { FullMode = BoundedChannelFullMode.Wait });
    private readonly CancellationTokenSource closing = new();

    /// <summary>The next link that a peer has opened.</summary>
    public ValueTask<IPeerChannel> AcceptAsync(CancellationToken token) => accepted.Reader.ReadAsync(token);

    /// <summary>Ends all links.</summary>
    public void Close() => closing.Cancel();

    public void Dispose() => closing.Dispose();

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        IHttpRequestFeature request = context.GetRequiredFeature<IHttpRequestFeature>();
        IHttpResponseFeature response = context.GetRequiredFeature<IHttpResponseFeature>();
        IHttpResponseBodyFeature body = context.GetRequiredFeature<IHttpResponseBodyFeature>();
        IHttpRequestLifetimeFeature life = context.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        PopCertificate? member = gate.Member(context.Get<ITlsConnectionFeature>()?.ClientCertificate);
        if (request.Path == LinkPaths.Link && request.Method == "POST" && member is not null)
        {
            await body.StartAsync(life.RequestAborted);
            await body.Writer.FlushAsync(life.RequestAborted);
            await LinkAsync(member.Name, request.Body, body.Stream, life);
        }
        else if (desk is not null && await desk(request.Path, member, request.Body, life.RequestAborted) is { } answer)
        {
            response.Headers.ContentType = "application/json";
            response.Headers.ContentLength = answer.Length;
            await body.StartAsync(life.RequestAborted);
            await body.Stream.WriteAsync(answer, life.RequestAborted);
        }
        else
        {
            response.StatusCode = member is null ? 403 : 404;
            await body.StartAsync(life.RequestAborted);
        }

        await body.CompleteAsync();
    }

    /// <summary>Hands the link over and lives as long as it does.</summary>
    private async Task LinkAsync(string peer, Stream input, Stream output, IHttpRequestLifetimeFeature life)
    {
        TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        StreamChannel channel = new(peer, input, output, () =>
        {
            closed.TrySetResult();
            return ValueTask.CompletedTask;
        });
        using CancellationTokenRegistration ending = closing.Token.UnsafeRegister(_ => life.Abort(), null);
        using CancellationTokenRegistration gone = life.RequestAborted.UnsafeRegister(_ => closed.TrySetResult(), null);
        try
        {
            await accepted.Writer.WriteAsync(channel, life.RequestAborted);
            await closed.Task;
        }
        catch (OperationCanceledException)
        {
            return; // the peer has gone before anybody took it up
        }
    }
}
