using System.Net.Sockets;

namespace Gateway.LambdaCompat.Engine.RuntimeApi;

/// <summary>Serves the Runtime API and the Extensions API to one environment's processes.</summary>
/// <param name="describe">Which function this environment is: for the runtimes that ask on descriptor 3, once it is known.</param>
/// <param name="members">The environment's processes; null if that is not known. Others that connect are turned away: on a loopback address that all share, anyone could ask for an invocation.</param>
internal sealed class RuntimeApiServer(RuntimeSession session, ExtensionFace extensions, Task<byte[]> describe, Func<IReadOnlyList<int>?> members) : IDisposable
{
    private const int ConnectionsMax = 128;

    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int connections;

    /// <summary>Ends when the runtime asks which function it is.</summary>
    public Task Asked => asked.Task;

    /// <summary>Serves the channel that the runtime was born with.</summary>
    public Task ServeChannelAsync(Socket channel) => ServeAsync(new ApiConnection(channel), isChannel: true);

    /// <summary>Serves whoever connects, until it is disposed of.</summary>
    public async Task ListenAsync(Socket listener)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                Socket socket = await listener.AcceptAsync(stop.Token).ConfigureAwait(false);
                if (Interlocked.Increment(ref connections) > ConnectionsMax || (members() is { } own && !PeerCheck.BelongsTo(socket, own)))
                {
                    Interlocked.Decrement(ref connections);
                    socket.Dispose();
                    continue;
                }

                socket.NoDelay = true;
                _ = ServeAsync(new ApiConnection(socket), isChannel: false);
            }
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The environment has ended.
        }
    }

    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
    }

    private async Task ServeAsync(ApiConnection connection, bool isChannel)
    {
        try
        {
            CancellationToken token = stop.Token;
            while (await connection.ReadRequestAsync(token).ConfigureAwait(false))
            {
                await RouteAsync(connection, isChannel, token).ConfigureAwait(false);
                if (connection.Request.KeepsConnection) continue;
                await connection.SkipBodyAsync(token).ConfigureAwait(false);
                await connection.FlushAsync(token).ConfigureAwait(false);
                break;
            }
        }
        catch (Exception fault) when (fault is SocketException or ApiFault or OperationCanceledException or ObjectDisposedException)
        {
            // The other side has gone, or does not speak HTTP: whatever it was about is settled by its invocation's time or its process's end.
        }
        finally
        {
            connection.Dispose();
            if (isChannel) session.Broken?.Invoke();
            else Interlocked.Decrement(ref connections);
        }
    }

    private ValueTask RouteAsync(ApiConnection connection, bool isChannel, CancellationToken token)
    {
        ApiRequest request = connection.Request;
        string path = request.Path;
        if (request.Method == "GET")
        {
            if (ReferenceEquals(path, ApiPaths.Next)) return NextAsync(connection, isChannel, token);
            if (isChannel && path == ApiPaths.Environment) return DescribeAsync(connection, token);
        }
        else if (request.Method == "POST")
        {
            if (path.StartsWith(ApiPaths.InvocationPrefix, StringComparison.Ordinal))
            {
                ReadOnlySpan<char> rest = path.AsSpan(ApiPaths.InvocationPrefix.Length);
                if (rest.EndsWith("/response")) return RespondAsync(connection, rest[..^9].ToString(), token);
                if (rest.EndsWith("/error")) return FailAsync(connection, rest[..^6].ToString(), token);
            }

            if (path == ApiPaths.InitError) return FailInitAsync(connection, token);
        }

        return extensions.RouteAsync(connection, token);
    }

    private async ValueTask DescribeAsync(ApiConnection connection, CancellationToken token)
    {
        asked.TrySetResult();
        byte[] environment = await describe.WaitAsync(token).ConfigureAwait(false);
        connection.Answer(200, environment);
    }

    private async ValueTask NextAsync(ApiConnection connection, bool isChannel, CancellationToken token)
    {
        await connection.SkipBodyAsync(token).ConfigureAwait(false);
        TaskCompletionSource<ActiveInvocation> taker = new(); // whoever brings the invocation sends it, on its own thread
        if (session.Wait(taker) is { } state)
        {
            connection.Answer(403, ApiErrors.InvalidState(state == SessionState.Busy ? "RuntimeInvocationRequested" : state.ToString(), "Ready"));
            return;
        }

        ActiveInvocation invocation = await taker.Task.ConfigureAwait(false);
        if (!isChannel && connection.IsClosed)
        {
            session.Return(invocation);
            throw new OperationCanceledException(token);
        }

        FunctionInvocation call = invocation.Call;
        connection.BeginAnswer(200);
        connection.AddField("Content-Type"u8, "application/json");
        connection.AddField("Lambda-Runtime-Aws-Request-Id"u8, call.RequestId);
        connection.AddField("Lambda-Runtime-Deadline-Ms"u8, invocation.DeadlineMilliseconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        connection.AddField("Lambda-Runtime-Invoked-Function-Arn"u8, call.InvokedFunctionArn);
        connection.AddField("Lambda-Runtime-Trace-Id"u8, call.TraceId);
        if (call.ClientContext is { } context) connection.AddField("Lambda-Runtime-Client-Context"u8, context);
        connection.EndHead(call.Payload.Length);
        connection.Add(call.Payload.Span);
        await connection.FlushAsync(token).ConfigureAwait(false);
    }

    private async ValueTask RespondAsync(ApiConnection connection, string requestId, CancellationToken token)
    {
        if (await ClaimAsync(connection, requestId, "InvocationResponse", token).ConfigureAwait(false) is not { } invocation) return;

        switch (connection.Request.ResponseMode)
        {
            case null or "" or "buffered" when invocation.Call.Stream is null:
                byte[]? body = await connection.ReadBodyAsync(ApiErrors.ResponseBytesMax, token).ConfigureAwait(false);
                if (body is null) connection.Answer(413, ApiErrors.TooLarge);
                else connection.Answer(202, ApiErrors.Accepted);
                session.Complete(invocation, body is null ? ApiErrors.ResponseTooLarge() : new RuntimeAnswer(body), connection.HasMore);
                break;
            case null or "" or "buffered" or "streaming":
                RuntimeAnswer answer = await ResponseStream.CopyAsync(connection, invocation, token).ConfigureAwait(false);
                if (answer.ErrorType == "Function.ResponseSizeTooLarge") connection.Answer(413, ApiErrors.TooLarge);
                else connection.Answer(202, ApiErrors.Accepted);
                session.Complete(invocation, answer, connection.HasMore);
                break;
            default:
                await connection.SkipBodyAsync(token).ConfigureAwait(false);
                connection.Answer(400, ApiErrors.InvalidResponseMode);
                session.Complete(invocation, ApiErrors.InvalidResponseModeHeader(requestId), connection.HasMore);
                break;
        }
    }

    private async ValueTask FailAsync(ApiConnection connection, string requestId, CancellationToken token)
    {
        if (await ClaimAsync(connection, requestId, "InvocationErrorResponse", token).ConfigureAwait(false) is not { } invocation) return;

        RuntimeAnswer answer = await ReadErrorAsync(connection, "Unhandled", token).ConfigureAwait(false);
        connection.Answer(202, ApiErrors.Accepted);
        session.Complete(invocation, answer, connection.HasMore);
    }

    private async ValueTask FailInitAsync(ApiConnection connection, CancellationToken token)
    {
        RuntimeAnswer answer = await ReadErrorAsync(connection, "Runtime.Unknown", token).ConfigureAwait(false);
        if (session.FailInit(answer)) connection.Answer(202, ApiErrors.Accepted);
        else connection.Answer(403, ApiErrors.InvalidState(session.State.ToString(), "InitError"));
    }

    private async ValueTask<ActiveInvocation?> ClaimAsync(ApiConnection connection, string requestId, string to, CancellationToken token)
    {
        if (session.Claim(requestId) is not { } claim)
        {
            await connection.SkipBodyAsync(token).ConfigureAwait(false);
            connection.Answer(400, ApiErrors.InvalidRequestId);
            return null;
        }

        if (claim.Allowed) return claim.Invocation;
        await connection.SkipBodyAsync(token).ConfigureAwait(false);
        connection.Answer(403, ApiErrors.InvalidState("Ready", to));
        return null;
    }

    private static async ValueTask<RuntimeAnswer> ReadErrorAsync(ApiConnection connection, string otherwise, CancellationToken token)
    {
        string? type = connection.Request.ErrorType;
        byte[]? body = await connection.ReadBodyAsync(ApiErrors.ResponseBytesMax, token).ConfigureAwait(false);
        if (body is null) return ApiErrors.ResponseTooLarge();
        return new RuntimeAnswer(body, type is { Length: > 0 } ? type : ErrorBody.TypeIn(body) ?? otherwise, "error");
    }
}
