using System.Net.Sockets;
using Gateway.LambdaCompat.Engine.Native;

namespace Gateway.LambdaCompat.Engine.Processes;

/// <summary>A child of <see cref="ProcessHost"/>: its output, its end, and a socket whose other end is the child's descriptor 3.</summary>
internal sealed class HostedProcess
{
    private const int ReadBytes = 64 * 1024; // what a pipe holds

    private readonly Lock reading = new();
    private readonly Action<ReadOnlyMemory<byte>> output;
    private readonly TaskCompletionSource<int> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int pipe;

    public HostedProcess(int id, int pipe, Socket channel, Action<ReadOnlyMemory<byte>> output)
    {
        Id = id;
        Channel = channel;
        this.pipe = pipe;
        this.output = output;
    }

    public int Id { get; }

    /// <summary>The owner disposes of it.</summary>
    public Socket Channel { get; }

    /// <summary>Ends with the status as the kernel gives it.</summary>
    public Task<int> Exited => exited.Task;

    /// <summary>Takes from the pipe what is there now, and hands it to the output before it returns.</summary>
    /// <returns>False when nothing more will come.</returns>
    public unsafe bool Drain(byte[] buffer)
    {
        lock (reading)
        {
            if (pipe < 0) return false;
            nint count;
            fixed (byte* bytes = buffer)
            {
                do count = Libc.read(pipe, bytes, Math.Min(buffer.Length, ReadBytes));
                while (count < 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Libc.ErrorInterrupted);
            }

            if (count > 0) output(buffer.AsMemory(0, (int)count));
            return count > 0 || (count < 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Libc.ErrorTryAgain);
        }
    }

    /// <summary>Ends the child's process group; what has left it is the sandbox's to end.</summary>
    public void Kill()
    {
        if (Exited.IsCompleted) return; // its number may be another's by now
        _ = Libc.kill(-Id, Libc.SignalKill);
        _ = Libc.kill(Id, Libc.SignalKill);
    }

    internal void ClosePipe()
    {
        lock (reading)
        {
            if (pipe >= 0) _ = Libc.close(pipe);
            pipe = -1;
        }
    }

    internal void SetExited(int status) => exited.TrySetResult(status);
}
