using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Robustness.Tests.Http;

namespace Gateway.Cluster.Tests.Pops;

/// <summary>Asks one PoP by DynamoDB's API, over one connection that is made anew when it breaks. A request is sent once and never again by itself. Not for several callers at once.</summary>
/// <param name="port">Where the PoP is now.</param>
/// <param name="socket">Makes a socket of the PoP's network; null for this machine's.</param>
internal sealed class PopClient(Func<int> port, Func<Socket>? socket = null) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);
    private RawConnection? connection;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static PopClient To(ClusterUnderTest cluster, int pop) => new(() => cluster.PortOf(pop), () => cluster.SocketOf(pop));

    /// <summary>Sends a request once.</summary>
    /// <param name="operation">As <c>GetItem</c>; of another service, with its prefix.</param>
    /// <param name="headers">Further ones, each with its line end.</param>
    public async Task<Reply> TryAsync(string operation, JsonObject request, string headers = "")
    {
        int to = port();
        try
        {
            connection ??= await RawConnection.OpenAsync(to, Token, socket?.Invoke());
        }
        catch (SocketException)
        {
            return new Reply(ReplyKind.NotSent, [], []);
        }

        using CancellationTokenSource patience = new(Patience, TimeProvider.System);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, Token);
        try
        {
            await connection.SendAsync(RawConnection.Request(operation.Contains('.', StringComparison.Ordinal) ? operation : $"DynamoDB_20120810.{operation}", Encoding.UTF8.GetBytes(request.ToJsonString()), to, headers), ending.Token);
            RawAnswer answer = await connection.ReadAnswerAsync(ending.Token);
            ReplyKind kind = answer.Status switch { 200 => ReplyKind.Done, < 500 => ReplyKind.Refused, _ => ReplyKind.Unknown };
            return new Reply(kind, answer.Json.AsObject(), answer.Headers);
        }
        catch (Exception failure) when (failure is IOException || (failure is OperationCanceledException && !Token.IsCancellationRequested))
        {
            connection.Dispose();
            connection = null;
            return new Reply(ReplyKind.Unknown, [], []);
        }
    }

    /// <summary>Sends a request that must succeed.</summary>
    public async Task<JsonObject> AskAsync(string operation, JsonObject request)
    {
        Reply reply = await TryAsync(operation, request);
        Assert.True(reply.Kind == ReplyKind.Done, $"{operation} {request.ToJsonString()}: {reply.Kind} {reply.Body.ToJsonString()}");
        return reply.Body;
    }

    /// <summary>The same, with the request as text.</summary>
    public Task<JsonObject> AskAsync(string operation, string request) => AskAsync(operation, JsonNode.Parse(request)!.AsObject());

    /// <summary>All items that Scan or Query gives, page by page.</summary>
    public async Task<List<JsonObject>> PagesAsync(string operation, JsonObject request)
    {
        List<JsonObject> items = [];
        while (true)
        {
            JsonObject page = await AskAsync(operation, request);
            items.AddRange(page["Items"]!.AsArray().Select(item => item!.AsObject()));
            if (page["LastEvaluatedKey"] is not { } last) return items;
            request["ExclusiveStartKey"] = last.DeepClone();
        }
    }

    public void Dispose() => connection?.Dispose();
}
