using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Storage.WriteAhead;

/// <summary>Makes durable what the framework can only make durable with more than is needed, or not at all.</summary>
internal static partial class FileSync
{
    /// <summary>The data of a file, and of what describes it only what reading needs: its times are not written with every call.</summary>
    /// <exception cref="IOException">It is unknown what is on the disk.</exception>
    public static void Data(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
            return;
        }

        if (SyncData(file) != 0) throw Failed();
    }

    /// <summary>The names of a folder: that a file which was made in it is there.</summary>
    /// <exception cref="IOException">It is unknown what is on the disk.</exception>
    public static void Folder(string path)
    {
        if (OperatingSystem.IsWindows()) return; // a journal of its own
        int folder = Open(path, 0);
        if (folder < 0) throw Failed();
        try
        {
            if (Sync(folder) != 0) throw Failed();
        }
        finally
        {
            _ = Close(folder);
        }
    }

    private static IOException Failed() => new(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int SyncData(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int file);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
