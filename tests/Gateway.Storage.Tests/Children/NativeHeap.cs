using System.Runtime.InteropServices;

namespace Gateway.Storage.Tests.Children;

/// <summary>What glibc's allocator has given out and not got back.</summary>
internal static class NativeHeap
{
    public static bool IsKnown { get; } = NativeLibrary.TryLoad("libc.so.6", out nint library) && NativeLibrary.TryGetExport(library, "mallinfo2", out _);

    /// <summary>In all arenas, and in blocks of their own.</summary>
    public static long BytesInUse
    {
        get
        {
            HeapInfo info = mallinfo2();
            return (long)(info.InUse + info.MappedBytes);
        }
    }

    [DllImport("libc.so.6")]
    private static extern HeapInfo mallinfo2();

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct HeapInfo
    {
        public readonly nuint Arena;
        public readonly nuint FreeBlocks;
        public readonly nuint FastBlocks;
        public readonly nuint MappedBlocks;
        public readonly nuint MappedBytes;
        public readonly nuint Reserved;
        public readonly nuint FastBytes;
        public readonly nuint InUse;
        public readonly nuint Free;
        public readonly nuint Top;
    }
}
