using System.Buffers;
using System.Text;

namespace Gateway.LambdaCompat.Engine.RuntimeApi;

/// <summary>Brings a response to the caller as it comes; or gathers it, if the caller wants it whole.</summary>
internal static class ResponseStream
{
    private const long StreamedBytesMax = 200L * 1024 * 1024;

    public static async ValueTask<RuntimeAnswer> CopyAsync(ApiConnection connection, ActiveInvocation invocation, CancellationToken token)
    {
        IResponseSink? sink = invocation.Call.Stream;
        bool streams = connection.Request.ResponseMode == "streaming";
        long bytesMax = streams && sink is not null ? StreamedBytesMax : ApiErrors.ResponseBytesMax;
        ArrayBufferWriter<byte>? whole = sink is null ? new() : null;
        bool listening = sink is not null && await TryAsync(sink.BeginAsync(connection.Request.ContentType ?? (streams ? "application/octet-stream" : "application/json"), invocation.Over)).ConfigureAwait(false);
        long bytes = 0;
        while (await connection.ReadPieceAsync(token).ConfigureAwait(false) is { IsEmpty: false } piece)
        {
            bytes += piece.Length;
            if (bytes > bytesMax) continue;
            whole?.Write(piece.Span);
            if (listening) listening = await TryAsync(sink!.WriteAsync(piece, invocation.Over)).ConfigureAwait(false);
        }

        if (bytes > bytesMax) return ApiErrors.ResponseTooLarge();
        if (streams && connection.Request.ErrorType is { Length: > 0 } type) return new RuntimeAnswer(Decode(connection.Request.ErrorBody), type, "error");
        return new RuntimeAnswer(whole?.WrittenMemory ?? default);
    }

    /// <summary>A caller who has gone does not stop the function.</summary>
    private static async ValueTask<bool> TryAsync(ValueTask work)
    {
        try
        {
            await work.ConfigureAwait(false);
            return true;
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            return false;
        }
    }

    private static byte[] Decode(string? base64)
    {
        if (base64 is null) return [];
        byte[] bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out int count) ? bytes[..count] : Encoding.UTF8.GetBytes(base64);
    }
}
