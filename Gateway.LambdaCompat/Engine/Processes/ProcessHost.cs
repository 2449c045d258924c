using System.Collections.Concurrent;
using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Gateway.LambdaCompat.Engine.Native;

namespace Gateway.LambdaCompat.Engine.Processes;

/// <summary>
/// Starts children and watches them all from one thread: what they print, and their ends. The thread lives as long as the host, because the kernel ends a child
/// that asked to die with its parent when the thread that started it ends.
/// </summary>
internal sealed unsafe class ProcessHost : IDisposable
{
    private const int EventsAtOnce = 64;
    private const ulong WakeId = 0;
    private const ulong PipeBit = 1UL << 63;

    private readonly ConcurrentQueue<(ProcessStart Start, TaskCompletionSource<HostedProcess> Started)> starts = new();
    private readonly Dictionary<ulong, (HostedProcess Process, int Descriptor)> watched = [];
    private readonly byte[] buffer = new byte[64 * 1024];
    private readonly int epoll;
    private readonly int wake;
    private readonly Thread thread;
    private ulong nextId = 1;
    private volatile bool stopping;

    public ProcessHost()
    {
        epoll = Checked(Libc.epoll_create1(Libc.CloseOnExec));
        wake = Checked(Libc.eventfd(0, Libc.CloseOnExec | Libc.NonBlocking));
        Watch(wake, WakeId);
        thread = new Thread(Run) { IsBackground = true, Name = "processes" };
        thread.Start();
    }

    /// <summary>Starts a child.</summary>
    /// <exception cref="Win32Exception">The program cannot be started, or there is no room for another process.</exception>
    public Task<HostedProcess> StartAsync(ProcessStart start)
    {
        TaskCompletionSource<HostedProcess> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        starts.Enqueue((start, started));
        if (stopping) RefuseStarts();
        else Wake();
        return started.Task;
    }

    /// <summary>Ends the thread. Children are their owners' to end before.</summary>
    public void Dispose()
    {
        stopping = true;
        Wake();
        thread.Join();
        RefuseStarts();
        foreach ((HostedProcess process, int descriptor) in watched.Values)
        {
            process.ClosePipe();
            if (descriptor >= 0) _ = Libc.close(descriptor);
        }

        _ = Libc.close(wake);
        _ = Libc.close(epoll);
    }

    private void RefuseStarts()
    {
        while (starts.TryDequeue(out (ProcessStart Start, TaskCompletionSource<HostedProcess> Started) next)) next.Started.TrySetException(new Win32Exception("The engine ends."));
    }

    private void Wake()
    {
        ulong one = 1;
        _ = Libc.write(wake, (byte*)&one, sizeof(ulong));
    }

    private void Run()
    {
        EpollEvents events = new(EventsAtOnce);
        while (!stopping)
        {
            int count;
            fixed (byte* bytes = events.Bytes) count = Libc.epoll_wait(epoll, bytes, EventsAtOnce, -1);
            for (int i = 0; i < count; i++) Handle(events.IdOf(i));
        }
    }

    private void Handle(ulong id)
    {
        if (id == WakeId)
        {
            ulong value;
            _ = Libc.read(wake, (byte*)&value, sizeof(ulong));
            while (starts.TryDequeue(out (ProcessStart Start, TaskCompletionSource<HostedProcess> Started) next)) Begin(next.Start, next.Started);
            return;
        }

        if (!watched.TryGetValue(id, out (HostedProcess Process, int Descriptor) entry)) return;
        if ((id & PipeBit) != 0)
        {
            if (entry.Process.Drain(buffer)) return;
            watched.Remove(id);
            entry.Process.ClosePipe();
            return;
        }

        int status;
        int ended = Libc.waitpid(entry.Process.Id, &status, Libc.WaitNoHang);
        if (ended == 0) return;
        if (ended < 0) status = 0; // who started us ignores the ends of children, and so the kernel has told nobody
        watched.Remove(id);
        _ = Libc.close(entry.Descriptor);
        entry.Process.Drain(buffer); // what it printed last comes before its end
        entry.Process.SetExited(status);
    }

    private void Begin(ProcessStart start, TaskCompletionSource<HostedProcess> started)
    {
        try
        {
            started.TrySetResult(Begin(start));
        }
        catch (Win32Exception fault)
        {
            started.TrySetException(fault);
        }
    }

    private HostedProcess Begin(ProcessStart start)
    {
        int* pipe = stackalloc int[2];
        int* pair = stackalloc int[2];
        Checked(Libc.pipe2(pipe, Libc.CloseOnExec));
        if (Libc.socketpair(Libc.UnixDomain, Libc.StreamSocket | Libc.CloseOnExec, 0, pair) < 0)
        {
            Win32Exception fault = new();
            _ = Libc.close(pipe[0]);
            _ = Libc.close(pipe[1]);
            throw fault;
        }

        int process = 0;
        int error = ChildStarter.Start(start, pipe[1], pair[1], &process);
        _ = Libc.close(pipe[1]);
        _ = Libc.close(pair[1]);
        if (error != 0)
        {
            _ = Libc.close(pipe[0]);
            _ = Libc.close(pair[0]);
            throw new Win32Exception(error);
        }

        ChildStarter.MakeNonBlocking(pipe[0]);
        HostedProcess hosted = new(process, pipe[0], new Socket(new SafeSocketHandle(pair[0], ownsHandle: true)), start.Output);
        int pidfd = (int)Libc.syscall(Libc.SystemCallPidfdOpen, process, 0, 0, 0, 0);
        if (pidfd < 0)
        {
            Win32Exception fault = new();
            hosted.Kill();
            hosted.ClosePipe();
            hosted.Channel.Dispose();
            throw fault;
        }

        ulong id = nextId++;
        watched[id | PipeBit] = (hosted, -1);
        watched[id] = (hosted, pidfd);
        Watch(pipe[0], id | PipeBit);
        Watch(pidfd, id);
        return hosted;
    }

    private void Watch(int descriptor, ulong id)
    {
        EpollEvents change = new(1);
        change.Set(Libc.EpollIn, id);
        fixed (byte* bytes = change.Bytes) Checked(Libc.epoll_ctl(epoll, Libc.EpollAdd, descriptor, bytes));
    }

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());
}
