using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Robustness.Tests.Http;

/// <summary>One connection to a server on loopback, without a client's retries and pools: what was sent was sent once, and what was not answered is in doubt.</summary>
internal sealed class RawConnection : IDisposable
{
    /// <summary>A signature as SDKs send it; nobody verifies it where no keys are configured.</summary>
    private const string Signature =
        "X-Amz-Date: 20260101T000000Z\r\nAuthorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, "
        + "Signature=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\r\n";

    private readonly Socket socket;
    private readonly int port;
    private byte[] buffer = new byte[16 * 1024];
    private int count;

    private RawConnection(int port, Socket socket)
    {
        this.port = port;
        this.socket = socket;
    }

    /// <param name="port">Of the loopback address.</param>
    /// <param name="token">Ends the wait.</param>
    /// <param name="socket">One of another network; null for one of this machine's.</param>
    public static async Task<RawConnection> OpenAsync(int port, CancellationToken token, Socket? socket = null)
    {
        RawConnection connection = new(port, socket ?? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        connection.socket.NoDelay = true;
        try
        {
            await connection.socket.ConnectAsync(IPAddress.Loopback, port, token);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The bytes of a request of the protocol.</summary>
    /// <param name="target">As <c>DynamoDB_20120810.GetItem</c>.</param>
    /// <param name="port">For the header Host.</param>
    /// <param name="moreHeaders">Each with its line end.</param>
    public static byte[] Request(string target, ReadOnlySpan<byte> body, int port, string moreHeaders = "")
    {
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Target: {target}\r\n{Signature}{moreHeaders}Content-Length: {body.Length}\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    /// <summary>Sends a request and reads its answer.</summary>
    /// <exception cref="IOException">The connection broke; whether the server has done it nobody knows.</exception>
    public async Task<RawAnswer> AskAsync(string target, ReadOnlyMemory<byte> body, CancellationToken token)
    {
        await SendAsync(Request(target, body.Span, port), token);
        return await ReadAnswerAsync(token);
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken token)
    {
        try
        {
            while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes, token)..];
        }
        catch (SocketException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    /// <summary>Reads the next answer.</summary>
    /// <exception cref="IOException">The connection broke, or was closed without an answer.</exception>
    public async Task<RawAnswer> ReadAnswerAsync(CancellationToken token)
    {
        int head;
        while ((head = buffer.AsSpan(0, count).IndexOf("\r\n\r\n"u8)) < 0) await ReceiveAsync(token);

        string[] lines = Encoding.ASCII.GetString(buffer, 0, head).Split("\r\n");
        int status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        string? length = lines.FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        int end = head + 4 + (length is null ? 0 : int.Parse(length.Split(':')[1], CultureInfo.InvariantCulture));
        while (count < end) await ReceiveAsync(token);

        byte[] body = buffer[(head + 4)..end];
        buffer.AsSpan(end, count - end).CopyTo(buffer);
        count -= end;
        return new RawAnswer(status, lines[1..], body);
    }

    /// <summary>Says that nothing more will be sent.</summary>
    public void EndSending()
    {
        if (socket.Connected) socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>All that comes until the server closes.</summary>
    public async Task<string> ReadAllAsync(CancellationToken token)
    {
        try
        {
            while (true) await ReceiveAsync(token);
        }
        catch (IOException)
        {
            return Encoding.Latin1.GetString(buffer, 0, count);
        }
    }

    public void Dispose() => socket.Dispose();

    private async Task ReceiveAsync(CancellationToken token)
    {
        if (count == buffer.Length) Array.Resize(ref buffer, count * 2);
        int received;
        try
        {
            received = await socket.ReceiveAsync(buffer.AsMemory(count), token);
        }
        catch (SocketException exception)
        {
            throw new IOException(exception.Message, exception);
        }

        if (received == 0) throw new IOException("the server has closed the connection");
        count += received;
    }
}
