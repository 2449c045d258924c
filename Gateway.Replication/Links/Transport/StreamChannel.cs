using System.Buffers.Binary;

namespace Gateway.Replication.Links.Transport;

/// <summary>Frames on a stream in each direction: 4 bytes of length (little-endian), then so many bytes.</summary>
/// <param name="peer">Who is at the other end.</param>
/// <param name="input">What comes from there.</param>
/// <param name="output">What goes there; a write waits while the peer takes no more.</param>
/// <param name="close">Ends the connection; called once.</param>
/// <remarks>Source: docs/formats/replication.md.</remarks>
public sealed class StreamChannel(string peer, Stream input, Stream output, Func<ValueTask> close) : IPeerChannel
{
    private const int HeadBytes = 4;
    private const int JoinedBytesMax = 64 * 1024;
    private readonly byte[] inputHead = new byte[HeadBytes];
    private byte[] joined = [];
    private readonly TaskCompletionSource peerEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int isClosed;
    private int isReading;

    /// <inheritdoc/>
    public string Peer => peer;

    /// <inheritdoc/>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken token)
    {
        if (frame.Length > PeerFrames.BytesMax) throw new ArgumentException($"a frame has at most {PeerFrames.BytesMax} bytes, this one has {frame.Length}", nameof(frame));
        ObjectDisposedException.ThrowIf(isClosed != 0, this);
        try
        {
            // Small ones leave in one write with their head: one record of TLS, one call to the system.
            int together = Math.Min(frame.Length, JoinedBytesMax - HeadBytes);
            if (joined.Length < HeadBytes + together) joined = new byte[Math.Max(1024, Math.Min(JoinedBytesMax, 2 * (HeadBytes + together)))];
            BinaryPrimitives.WriteInt32LittleEndian(joined, frame.Length);
            frame[..together].CopyTo(joined.AsMemory(HeadBytes));
            await output.WriteAsync(joined.AsMemory(0, HeadBytes + together), token);
            if (together < frame.Length) await output.WriteAsync(frame[together..], token);
            await output.FlushAsync(token);
        }
        catch (Exception failure) when (failure is not IOException && IsOfConnection(failure, token))
        {
            throw Gone(failure);
        }
        catch (OperationCanceledException)
        {
            await DisposeAsync(); // half a frame may have gone out
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken token)
    {
        if (Interlocked.Exchange(ref isReading, 1) != 0) throw new IOException($"the connection to {peer} is closed");
        bool isOpen = false;
        try
        {
            ReadOnlyMemory<byte>? frame = await ReadAsync(token);
            isOpen = frame is not null;
            return frame;
        }
        catch (InvalidDataException failure)
        {
            throw new IOException(failure.Message, failure);
        }
        catch (Exception failure) when (failure is not IOException && IsOfConnection(failure, token))
        {
            throw Gone(failure);
        }
        finally
        {
            if (!isOpen) peerEnded.TrySetResult(); // nothing comes after half a frame
            Volatile.Write(ref isReading, 0);
        }
    }

    /// <summary>Lets the peer read all that was sent before the connection is torn down: waits until it has ended its side, too.</summary>
    /// <param name="most">Waits no longer.</param>
    /// <param name="time">The clock.</param>
    public async ValueTask LingerAsync(TimeSpan most, TimeProvider time)
    {
        using CancellationTokenSource patience = new(most, time);
        try
        {
            if (Interlocked.Exchange(ref isReading, 1) != 0) await peerEnded.Task.WaitAsync(patience.Token); // somebody reads already
            else if (!peerEnded.Task.IsCompleted) await input.CopyToAsync(Stream.Null, patience.Token);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException || IsOfConnection(failure, patience.Token))
        {
            return;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref isClosed, 1) == 0 ? close() : ValueTask.CompletedTask;

    private async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken token)
    {
        int read = await input.ReadAtLeastAsync(inputHead, HeadBytes, throwOnEndOfStream: false, token);
        if (read == 0) return null;
        if (read < HeadBytes) throw new EndOfStreamException($"{peer} has ended the connection within a frame");

        int length = BinaryPrimitives.ReadInt32LittleEndian(inputHead);
        if (length is < 0 or > PeerFrames.BytesMax) throw new InvalidDataException($"{peer} has announced a frame of {(uint)length} bytes");
        byte[] frame = GC.AllocateUninitializedArray<byte>(length);
        await input.ReadExactlyAsync(frame, token);
        return frame;
    }

    /// <summary>Each side of HTTP has its own words for a connection that is gone; some of them are those of a cancelled task.</summary>
    private static bool IsOfConnection(Exception failure, CancellationToken token) =>
        failure is HttpRequestException or ObjectDisposedException or InvalidOperationException || (failure is OperationCanceledException && !token.IsCancellationRequested);

    /// <summary>In one line: it goes into logs and into the status.</summary>
    private IOException Gone(Exception failure) => new($"the connection to {peer} is gone: {failure.Message.ReplaceLineEndings(" ")}", failure);
}
