using System.Text;

namespace Gateway.LambdaCompat.Engine.Output;

/// <summary>The last 4 KB of what was logged.</summary>
internal sealed class LogTail
{
    private const int BytesMax = 4096;

    private readonly byte[] ring = new byte[BytesMax];
    private long total;

    public void Add(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        foreach (byte one in bytes.AsSpan(Math.Max(0, bytes.Length - BytesMax))) ring[total++ % BytesMax] = one;
    }

    public byte[] ToArray()
    {
        int count = (int)Math.Min(total, BytesMax);
        byte[] tail = new byte[count];
        for (int i = 0; i < count; i++) tail[i] = ring[(total - count + i) % BytesMax];
        return tail;
    }
}
