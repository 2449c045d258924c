using System.Buffers;

namespace Gateway.Api.Listeners;

/// <summary>Collects an answer in one rented array, since its length and checksum go out before it. For one request at a time.</summary>
internal sealed class AnswerBuffer : IBufferWriter<byte>
{
    private const int BytesAtFirst = 4096;
    private const int SmallBytesMax = 1 << 20;

    // The shared pool keeps an array of each size for each thread, which is much when they are large; this one keeps one of each size.
    private static readonly ArrayPool<byte> Large = ArrayPool<byte>.Create(maxArrayLength: 1 << 26, maxArraysPerBucket: 1);

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
        Return();
        bytes = [];
        count = 0;
    }

    private void Grow(int sizeHint)
    {
        int wanted = Math.Max(BytesAtFirst, checked(count + Math.Max(sizeHint, count)));
        byte[] next = PoolOf(wanted).Rent(wanted);
        bytes.AsSpan(0, count).CopyTo(next);
        Return();
        bytes = next;
    }

    // Both pools give powers of two, so an array's length tells where it is from.
    private static ArrayPool<byte> PoolOf(int length) => length > SmallBytesMax ? Large : ArrayPool<byte>.Shared;

    private void Return()
    {
        if (bytes.Length > 0) PoolOf(bytes.Length).Return(bytes);
    }
}
