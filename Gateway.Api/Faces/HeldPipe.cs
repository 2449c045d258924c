using System.IO.Pipelines;
using Gateway.Api.Listeners;

namespace Gateway.Api.Faces;

/// <summary>Holds an answer back until it is flushed, so that one that is written whole goes out with its length; from then on it is passed on as it comes.</summary>
/// <param name="begin">Gives the writer of the connection, once, when the answer goes out in pieces.</param>
internal sealed class HeldPipe(Func<PipeWriter> begin) : PipeWriter
{
    private readonly AnswerBuffer held = new();
    private PipeWriter? inner;

    /// <summary>What has been written and not flushed.</summary>
    public ReadOnlyMemory<byte> Held => held.Written;

    /// <summary>True once the answer goes out in pieces.</summary>
    public bool IsStreaming => inner is not null;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => inner?.UnflushedBytes ?? held.Written.Length;

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner is null ? held.GetMemory(sizeHint) : inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner is null ? held.GetSpan(sizeHint) : inner.GetSpan(sizeHint);

    public override void Advance(int bytes)
    {
        if (inner is null) held.Advance(bytes);
        else inner.Advance(bytes);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner is null ? BeginAsync(cancellationToken) : inner.FlushAsync(cancellationToken);

    public override void CancelPendingFlush() => inner?.CancelPendingFlush();

    /// <summary>The listener completes the connection's own writer.</summary>
    public override void Complete(Exception? exception = null)
    {
    }

    /// <summary>Gives back what was held.</summary>
    public void Release() => held.Release();

    private async ValueTask<FlushResult> BeginAsync(CancellationToken token)
    {
        inner = begin();
        FlushResult result = await inner.WriteAsync(held.Written, token).ConfigureAwait(false); // Kestrel's spans may be empty before it has begun, so no copying into them
        held.Release();
        return result;
    }
}
