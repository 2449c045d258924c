using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

/// <summary>The least that a durable store does: bodies go one behind the other into a file that has its length already, and all that have come during one sync share the next.</summary>
/// <remarks>Nothing is ever read from it, and it begins anew at its end: a figure to compare with, not a store.</remarks>
internal sealed class GroupedLog : IDisposable
{
    private const int FileBytes = 256 << 20;
    private const int GroupBytesMax = 8 << 20;

    private readonly Lock gate = new();
    private readonly AutoResetEvent wake = new(false);
    private readonly SafeFileHandle file;
    private byte[] filling = new byte[GroupBytesMax];
    private byte[] writing = new byte[GroupBytesMax];
    private int filled;
    private bool isIdle;
    private TaskCompletionSource done = NewGroup();

    /// <summary>Makes the file, whole and synced, and starts the thread that syncs.</summary>
    /// <param name="folder">Where to.</param>
    public GroupedLog(string folder)
    {
        file = File.OpenHandle(Path.Combine(folder, "log"), FileMode.Create, FileAccess.ReadWrite);
        byte[] zeros = new byte[1 << 20];
        for (long at = 0; at < FileBytes; at += zeros.Length) RandomAccess.Write(file, zeros, at);
        RandomAccess.FlushToDisk(file);
        new Thread(Run) { IsBackground = true, Name = "commit" }.Start();
    }

    /// <summary>Ends when the body is on the disk.</summary>
    public Task AppendAsync(in ReadOnlySequence<byte> body)
    {
        Task group;
        bool mustWake;
        lock (gate)
        {
            body.CopyTo(filling.AsSpan(filled));
            filled += (int)body.Length;
            group = done.Task;
            mustWake = isIdle;
            isIdle = false;
        }

        if (mustWake) wake.Set();
        return group;
    }

    public void Dispose()
    {
        file.Dispose();
        wake.Dispose();
    }

    private static TaskCompletionSource NewGroup() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static extern int SyncData(SafeFileHandle file);

    private void Run()
    {
        long position = 0;
        while (true)
        {
            TaskCompletionSource group;
            int length;
            lock (gate)
            {
                length = filled;
                isIdle = length == 0;
                group = done;
                if (!isIdle)
                {
                    (filling, writing) = (writing, filling);
                    filled = 0;
                    done = NewGroup();
                }
            }

            if (length == 0)
            {
                wake.WaitOne();
                continue;
            }

            if (position + length > FileBytes) position = 0;
            RandomAccess.Write(file, writing.AsSpan(0, length), position);
            position += length;
            if (SyncData(file) == 0) group.SetResult();
            else group.SetException(new IOException($"fdatasync failed with error {Marshal.GetLastPInvokeError()}."));
        }
    }
}
