using System.Text;

namespace Gateway.LambdaCompat.Engine.Output;

/// <summary>
/// Makes log events of what a process prints: one for each line, its line break included. Our bootstraps print line breaks inside an event as the control character
/// "record separator" (0x1E). Not safe for several threads; holds at most one event.
/// </summary>
internal sealed class LineSplitter
{
    private const int EventBytesMax = 256 * 1024; // what CloudWatch Logs takes
    private const byte InnerBreak = 0x1e;

    private byte[] rest = [];
    private int restLength;

    /// <summary>Takes the events; null throws them away.</summary>
    public Action<string>? Target { get; set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int at = bytes.IndexOf((byte)'\n');
            int length = at < 0 ? bytes.Length : at + 1;
            if (restLength + length > EventBytesMax)
            {
                length = EventBytesMax - restLength;
                at = length - 1;
            }

            if (at < 0) Keep(bytes);
            else if (restLength == 0) Emit(bytes[..length]);
            else
            {
                Keep(bytes[..length]);
                Emit(rest.AsSpan(0, restLength));
                restLength = 0;
            }

            bytes = bytes[length..];
        }
    }

    /// <summary>What was printed without a line break at its end is an event, too.</summary>
    public void Flush()
    {
        if (restLength > 0) Emit(rest.AsSpan(0, restLength));
        restLength = 0;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (rest.Length < restLength + bytes.Length) Array.Resize(ref rest, Math.Min(EventBytesMax, Math.Max(1024, (restLength + bytes.Length) * 2)));
        bytes.CopyTo(rest.AsSpan(restLength));
        restLength += bytes.Length;
    }

    private void Emit(ReadOnlySpan<byte> line)
    {
        if (Target is not { } target) return;
        string text = Encoding.UTF8.GetString(line);
        target(line.Contains(InnerBreak) ? text.Replace((char)InnerBreak, '\n') : text);
    }
}
