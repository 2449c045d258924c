using System.Collections.Concurrent;
using System.ComponentModel;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Gateway.LambdaCompat.Engine.Native;
using Microsoft.Win32.SafeHandles;

namespace Gateway.LambdaCompat.Engine.Sandboxing;

/// <summary>
/// One thread that steps into the namespaces of running sandboxes: to mount a function's code into a runtime that was started without it, and to listen on the
/// loopback address of a network that has nothing else. Takes a PoP that runs as root.
/// </summary>
internal sealed class NamespaceWorker : IDisposable
{
    private readonly BlockingCollection<Action> jobs = [];
    private readonly Thread thread;

    public NamespaceWorker()
    {
        thread = new Thread(Run) { IsBackground = true, Name = "namespaces" };
        thread.Start();
    }

    /// <summary>Mounts into the sandbox of a process, in this order; the mounts stay the caller's to close.</summary>
    /// <exception cref="Win32Exception">The kernel refuses.</exception>
    public Task MountAsync(int process, IReadOnlyList<(SafeFileHandle Mount, string At)> mounts) => InsideAsync(process, "mnt", Libc.NamespaceOfMounts, () =>
    {
        foreach ((SafeFileHandle mount, string at) in mounts) MountCalls.Attach(mount, at);
        return true;
    });

    /// <summary>Listens in the network of a process.</summary>
    /// <exception cref="Win32Exception">The kernel refuses.</exception>
    public Task<Socket> ListenAsync(int process, int port) => InsideAsync(process, "net", Libc.NamespaceOfNetwork, () => Listen(port));

    /// <summary>Listens on the loopback address.</summary>
    /// <param name="port">0 for any free one.</param>
    public static Socket Listen(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        socket.Listen();
        return socket;
    }

    public void Dispose()
    {
        jobs.CompleteAdding();
        thread.Join();
        jobs.Dispose();
    }

    private Task<T> InsideAsync<T>(int process, string name, int kind, Func<T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Job()
        {
            try
            {
                done.TrySetResult(Inside(process, name, kind, work));
            }
            catch (Exception fault) when (fault is Win32Exception or SocketException or IOException)
            {
                done.TrySetException(fault);
            }
        }

        try
        {
            jobs.Add(Job);
        }
        catch (Exception fault) when (fault is InvalidOperationException or ObjectDisposedException)
        {
            done.TrySetException(new Win32Exception("The engine ends."));
        }

        return done.Task;
    }

    private static T Inside<T>(int process, string name, int kind, Func<T> work)
    {
        using SafeFileHandle there = Open(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/ns/{name}"));
        using SafeFileHandle here = Open($"/proc/thread-self/ns/{name}");
        Enter(there, kind);
        try
        {
            return work();
        }
        finally
        {
            Enter(here, kind);
        }
    }

    private static SafeFileHandle Open(string path)
    {
        int descriptor = Libc.open(path, Libc.CloseOnExec);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    private static void Enter(SafeFileHandle handle, int kind)
    {
        if (Libc.setns((int)handle.DangerousGetHandle(), kind) < 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    private void Run()
    {
        _ = Libc.unshare(Libc.CloneFiles); // a thread that shares its root with others may not change its mounts; if this fails, the first mount will
        foreach (Action job in jobs.GetConsumingEnumerable()) job();
    }
}
