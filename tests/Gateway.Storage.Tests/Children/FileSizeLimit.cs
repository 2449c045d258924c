using System.Runtime.InteropServices;

namespace Gateway.Storage.Tests.Children;

/// <summary>The nearest that a test comes to a full disk without being root: no file of this process grows past a size. Linux.</summary>
internal static class FileSizeLimit
{
    private const int FileSize = 1; // RLIMIT_FSIZE
    private const int Exceeded = 25; // SIGXFSZ, which would end the process
    private const nint Ignore = 1;

    public static void Set(long bytes)
    {
        signal(Exceeded, Ignore);
        long[] limits = [bytes, bytes];
        if (setrlimit(FileSize, limits) != 0) throw new InvalidOperationException("setrlimit failed.");
    }

    [DllImport("libc")]
    private static extern int setrlimit(int resource, long[] limits);

    [DllImport("libc")]
    private static extern nint signal(int number, nint handler);
}
