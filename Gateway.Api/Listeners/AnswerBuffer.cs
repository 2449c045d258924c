using System.Buffers;

namespace Gateway.Api.Listeners;

/// <summary>Collects an answer in one rented array, since its length and checksum go out before it. For one request at a time.</summary>
internal sealed class AnswerBuffer : IBufferWriter<byte>
{
    private const int BytesAtFirst = 4096;
    private byte[] bytes = [];
    private int count;

    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, count);

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, bytes.Length - this.count);
        this.count += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (bytes.Length - count < Math.Max(sizeHint, 1)) Grow(sizeHint);
        return bytes.AsMemory(count);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        if (bytes.Length - count < Math.Max(sizeHint, 1)) Grow(sizeHint);
        return bytes.AsSpan(count);
    }

    /// <summary>Forgets what was written and keeps the array.</summary>
    public void Clear() => count = 0;

    /// <summary>Gives the array back.</summary>
    public void Release()
    {
        if (bytes.Length > 0) ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
        count = 0;
    }

    private void Grow(int sizeHint)
    {
        byte[] next = ArrayPool<byte>.Shared.Rent(Math.Max(BytesAtFirst, checked(count + Math.Max(sizeHint, count))));
        bytes.AsSpan(0, count).CopyTo(next);
        if (bytes.Length > 0) ArrayPool<byte>.Shared.Return(bytes);
        bytes = next;
    }
}
