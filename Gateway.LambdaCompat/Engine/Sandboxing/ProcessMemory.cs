using System.Globalization;

namespace Gateway.LambdaCompat.Engine.Sandboxing;

/// <summary>What the kernel says about the memory of processes.</summary>
internal static class ProcessMemory
{
    /// <summary>The most that they have held, together; the sandbox's own processes not counted.</summary>
    public static long PeakBytes(IEnumerable<int> processes) => processes.Sum(process => Read(process, "VmHWM:"u8));

    /// <summary>What they hold now of their own, files not counted.</summary>
    public static long OwnBytes(IEnumerable<int> processes) => processes.Sum(process => Read(process, "RssAnon:"u8));

    private static long Read(int process, ReadOnlySpan<byte> field)
    {
        try
        {
            Span<byte> buffer = stackalloc byte[4096];
            using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status"));
            ReadOnlySpan<byte> text = buffer[..RandomAccess.Read(file, buffer, 0)];
            if (text.StartsWith("Name:\tbwrap\n"u8)) return 0;
            int at = text.IndexOf(field);
            if (at < 0) return 0;
            text = text[(at + field.Length)..].TrimStart(" \t"u8);
            return System.Buffers.Text.Utf8Parser.TryParse(text, out long kilobytes, out _) ? kilobytes * 1024 : 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return 0; // it has ended
        }
    }
}
