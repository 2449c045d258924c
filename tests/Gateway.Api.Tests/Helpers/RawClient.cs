using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Api.Tests.Helpers;

/// <summary>HTTP/1.1 by hand over one connection: for what a real client would never send.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient connection;
    private readonly NetworkStream stream;

    private RawClient(TcpClient connection)
    {
        this.connection = connection;
        stream = connection.GetStream();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<RawClient> ConnectAsync(int port)
    {
        TcpClient connection = new() { NoDelay = true };
        await connection.ConnectAsync("127.0.0.1", port, Token);
        return new RawClient(connection);
    }

    /// <summary>The head of a request to DynamoDB that ends in an empty line.</summary>
    public static string Post(params string[] headers) =>
        $"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Target: DynamoDB_20120810.ListTables\r\n{string.Concat(headers.Select(header => $"{header}\r\n"))}\r\n";

    public async Task SendAsync(string text) => await stream.WriteAsync(Encoding.Latin1.GetBytes(text), Token);

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await stream.WriteAsync(bytes, Token);

    /// <summary>Reads one answer with a length.</summary>
    /// <returns>Null if the connection was closed instead.</returns>
    public async Task<RawAnswer?> ReadAsync()
    {
        List<byte> head = [];
        byte[] one = new byte[1];
        while (!EndsHead(head))
        {
            if (await ReadOrZeroAsync(one) == 0) return null;
            head.Add(one[0]);
        }

        string[] lines = Encoding.Latin1.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        ILookup<string, string> headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToLookup(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        byte[] body = new byte[headers["Content-Length"].Select(length => int.Parse(length, CultureInfo.InvariantCulture)).SingleOrDefault()];
        await stream.ReadExactlyAsync(body, Token);
        return new RawAnswer(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, body);
    }

    /// <returns>True when the other side has closed, whatever it sent before.</returns>
    public async Task<bool> IsClosedAsync()
    {
        byte[] rest = new byte[4096];
        while (await ReadOrZeroAsync(rest) > 0)
        {
        }

        return true;
    }

    public void Dispose() => connection.Dispose();

    private async Task<int> ReadOrZeroAsync(byte[] into)
    {
        try
        {
            return await stream.ReadAsync(into, Token);
        }
        catch (IOException) // reset: closed all the more
        {
            return 0;
        }
    }

    private static bool EndsHead(List<byte> head) => head.Count >= 4 && head[^4] == '\r' && head[^3] == '\n' && head[^2] == '\r' && head[^1] == '\n';
}
