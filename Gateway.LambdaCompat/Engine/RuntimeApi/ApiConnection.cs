using System.Buffers.Text;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Gateway.LambdaCompat.Engine.RuntimeApi;

/// <summary>
/// HTTP/1.1 on one socket, as lean as a runtime's loop wants it: a runtime that sends its response and asks for the next invocation in one write gets both answers in
/// one. Not safe for several threads.
/// </summary>
internal sealed class ApiConnection(Socket socket) : IDisposable
{
    private const int HeadBytesMax = 64 * 1024;
    private const int BufferBytes = 16 * 1024;

    private byte[] input = new byte[4096]; // grows once a body comes
    private byte[] output = new byte[1024];
    private int start;
    private int end;
    private int outputLength;
    private long pieceLeft; // of the body, or of its chunk
    private bool bodyEnded = true;
    private bool firstChunk;

    public ApiRequest Request { get; } = new();

    /// <summary>True if the other side has sent more than this request.</summary>
    public bool HasMore => end > start;

    /// <summary>Reads the next request's head, after sending what is to be sent.</summary>
    /// <returns>False at the end of the connection.</returns>
    /// <exception cref="ApiFault">That was no request.</exception>
    public async ValueTask<bool> ReadRequestAsync(CancellationToken token)
    {
        int length;
        while ((length = HeadLength()) == 0)
        {
            if (end - start >= HeadBytesMax) throw new ApiFault("The head is too long.");
            await FlushAsync(token).ConfigureAwait(false);
            if (await FillAsync(token).ConfigureAwait(false)) continue;
            return end == start ? false : throw new ApiFault("The head ends early.");
        }

        ApiHead.Read(input.AsSpan(start, length), Request);
        start += length;
        pieceLeft = Request.ContentLength ?? 0;
        bodyEnded = !Request.IsChunked && pieceLeft == 0;
        firstChunk = true;
        if (Request.ExpectsContinue && !bodyEnded)
        {
            Add("HTTP/1.1 100 Continue\r\n\r\n"u8);
            await FlushAsync(token).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Reads some of the body; trailers are in <see cref="Request"/> after its end.</summary>
    /// <returns>Valid until the next call; empty at the end.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> ReadPieceAsync(CancellationToken token)
    {
        if (!bodyEnded && pieceLeft == 0) await NextChunkAsync(token).ConfigureAwait(false);
        if (bodyEnded) return default;
        if (end == start && !await FillAsync(token).ConfigureAwait(false)) throw new ApiFault("The body ends early.");

        int count = (int)Math.Min(pieceLeft, end - start);
        ReadOnlyMemory<byte> piece = input.AsMemory(start, count);
        start += count;
        pieceLeft -= count;
        if (pieceLeft == 0 && !Request.IsChunked) bodyEnded = true;
        return piece;
    }

    /// <summary>Reads the whole body.</summary>
    /// <returns>Null if it has more bytes than that; it is read to its end all the same.</returns>
    public async ValueTask<byte[]?> ReadBodyAsync(int bytesMax, CancellationToken token)
    {
        if (bodyEnded) return [];
        if (Request.ContentLength is { } length && length <= bytesMax)
        {
            byte[] whole = GC.AllocateUninitializedArray<byte>((int)length);
            int filled = Math.Min(end - start, whole.Length);
            input.AsSpan(start, filled).CopyTo(whole);
            start += filled;
            while (filled < whole.Length)
            {
                int count = await socket.ReceiveAsync(whole.AsMemory(filled), SocketFlags.None, token).ConfigureAwait(false);
                if (count == 0) throw new ApiFault("The body ends early.");
                filled += count;
            }

            bodyEnded = true;
            return whole;
        }

        using MemoryStream body = new();
        bool tooLong = false;
        while (await ReadPieceAsync(token).ConfigureAwait(false) is { IsEmpty: false } piece)
        {
            tooLong |= body.Length + piece.Length > bytesMax;
            if (!tooLong) body.Write(piece.Span);
        }

        return tooLong ? null : body.ToArray();
    }

    /// <summary>Reads what is left of the body and forgets it.</summary>
    public async ValueTask SkipBodyAsync(CancellationToken token)
    {
        while (await ReadPieceAsync(token).ConfigureAwait(false) is { IsEmpty: false }) { }
    }

    /// <summary>Adds a whole answer to what is sent next.</summary>
    public void Answer(int status, ReadOnlySpan<byte> body, string contentType = "application/json")
    {
        BeginAnswer(status);
        AddField("Content-Type"u8, contentType);
        EndHead(body.Length);
        Add(body);
    }

    public void BeginAnswer(int status)
    {
        Add("HTTP/1.1 "u8);
        AddNumber(status);
        Add(status < 400 ? " OK\r\n"u8 : " Refused\r\n"u8);
        if (!Request.KeepsConnection) Add("Connection: close\r\n"u8);
    }

    /// <summary>Adds a field; line breaks in its value, which only a caller's mischief brings, become spaces.</summary>
    public void AddField(ReadOnlySpan<byte> name, string value)
    {
        Add(name);
        Add(": "u8);
        int from = outputLength;
        Room(Encoding.UTF8.GetMaxByteCount(value.Length));
        outputLength += Encoding.UTF8.GetBytes(value, output.AsSpan(outputLength));
        output.AsSpan(from, outputLength - from).Replace((byte)'\r', (byte)' ');
        output.AsSpan(from, outputLength - from).Replace((byte)'\n', (byte)' ');
        Add("\r\n"u8);
    }

    public void EndHead(int contentLength)
    {
        Add("Content-Length: "u8);
        AddNumber(contentLength);
        Add("\r\n\r\n"u8);
    }

    /// <summary>Adds bytes to what is sent next.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        Room(bytes.Length);
        bytes.CopyTo(output.AsSpan(outputLength));
        outputLength += bytes.Length;
    }

    /// <summary>Sends what was added.</summary>
    public async ValueTask FlushAsync(CancellationToken token)
    {
        int sent = 0;
        while (sent < outputLength) sent += await socket.SendAsync(output.AsMemory(sent, outputLength - sent), SocketFlags.None, token).ConfigureAwait(false);
        outputLength = 0;
        if (output.Length > 256 * 1024) output = new byte[1024]; // one large event must not stay
    }

    /// <summary>True if the other side has closed; to be asked only while nothing is expected from it.</summary>
    public bool IsClosed => socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;

    public void Dispose() => socket.Dispose();

    private async ValueTask NextChunkAsync(CancellationToken token)
    {
        if (!firstChunk) await LineAsync(token).ConfigureAwait(false);
        firstChunk = false;
        int length = await LineAsync(token).ConfigureAwait(false);
        ReadOnlySpan<byte> line = input.AsSpan(start - length, length).TrimEnd("\r\n"u8);
        if (line.IndexOf((byte)';') is >= 0 and int extension) line = line[..extension];
        if (!long.TryParse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out pieceLeft) || pieceLeft < 0) throw new ApiFault("That is no chunk.");
        if (pieceLeft > 0) return;

        bodyEnded = true;
        do length = await LineAsync(token, Trailer).ConfigureAwait(false);
        while (length > 2);
    }

    private void Trailer(ReadOnlyMemory<byte> line)
    {
        if (line.Length > 2) ApiHead.ReadFields([.. line.Span, (byte)'\r', (byte)'\n'], Request);
    }

    /// <summary>Passes one line.</summary>
    /// <returns>Its length with its end.</returns>
    private async ValueTask<int> LineAsync(CancellationToken token, Action<ReadOnlyMemory<byte>>? take = null)
    {
        int at;
        while ((at = input.AsSpan(start, end - start).IndexOf((byte)'\n')) < 0)
        {
            if (end - start >= HeadBytesMax) throw new ApiFault("A line is too long.");
            if (!await FillAsync(token).ConfigureAwait(false)) throw new ApiFault("The body ends early.");
        }

        start += at + 1;
        take?.Invoke(input.AsMemory(start - at - 1, at + 1));
        return at + 1;
    }

    private int HeadLength()
    {
        ReadOnlySpan<byte> there = input.AsSpan(start, end - start);
        int at = there.IndexOf("\r\n\r\n"u8);
        return at < 0 ? 0 : at + 4;
    }

    private async ValueTask<bool> FillAsync(CancellationToken token)
    {
        if (start == end) start = end = 0;
        if (end == input.Length)
        {
            if (start > 0) input.AsSpan(start, end - start).CopyTo(input);
            else Array.Resize(ref input, Math.Min(Math.Max(BufferBytes, input.Length * 2), HeadBytesMax + BufferBytes));
            end -= start;
            start = 0;
        }

        int count = await socket.ReceiveAsync(input.AsMemory(end), SocketFlags.None, token).ConfigureAwait(false);
        end += count;
        return count > 0;
    }

    private void AddNumber(int number)
    {
        Room(11);
        Utf8Formatter.TryFormat(number, output.AsSpan(outputLength), out int written);
        outputLength += written;
    }

    private void Room(int bytes)
    {
        if (output.Length - outputLength < bytes) Array.Resize(ref output, Math.Max(output.Length * 2, outputLength + bytes));
    }
}
