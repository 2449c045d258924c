using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gateway.LambdaCompat.Engine.Tests;

/// <summary>Stands where the PoP's endpoint would: answers everything with one JSON text and keeps who asked for what.</summary>
internal sealed class RecordedEndpoint : IDisposable
{
    private readonly HttpListener listener = new();

    public RecordedEndpoint()
    {
        using (Socket free = new(SocketType.Stream, ProtocolType.Tcp))
        {
            free.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            Url = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndPoint!).Port}");
        }

        listener.Prefixes.Add($"{Url}");
        listener.Start();
        _ = ServeAsync();
    }

    public Uri Url { get; }

    /// <summary>The operations, as <c>DynamoDB_20120810.ListTables</c>.</summary>
    public ConcurrentQueue<string> Operations { get; } = new();

    public void Dispose() => listener.Close();

    private async Task ServeAsync()
    {
        byte[] answer = Encoding.UTF8.GetBytes("""{"TableNames":["here"]}""");
        try
        {
            while (true)
            {
                HttpListenerContext context = await listener.GetContextAsync();
                Operations.Enqueue(context.Request.Headers["X-Amz-Target"] ?? context.Request.RawUrl!);
                context.Response.ContentType = "application/x-amz-json-1.0";
                await context.Response.OutputStream.WriteAsync(answer);
                context.Response.Close();
            }
        }
        catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }
}
