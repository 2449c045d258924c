using System.Net.Sockets;
using Gateway.LambdaCompat.Engine.Output;
using Gateway.LambdaCompat.Engine.Processes;
using Gateway.LambdaCompat.Engine.RuntimeApi;
using Gateway.LambdaCompat.Engine.Sandboxing;

namespace Gateway.LambdaCompat.Engine.Environments;

/// <summary>The processes of one environment, from their start to their end: a runtime, and what it or its layers start beside it.</summary>
internal sealed class RuntimeProcess : IDisposable
{
    private const int RemoveRounds = 100;
    private static readonly TimeSpan RemovePause = TimeSpan.FromMilliseconds(20);

    private readonly HostedProcess process;
    private readonly LineSplitter lines;
    private readonly TaskCompletionSource<byte[]> message = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<EnvironmentSpec> assigned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RuntimeApiServer server;
    private readonly List<IDisposable> owned = [];
    private readonly byte[] buffer = new byte[64 * 1024];
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider time;
    private int ended;

    public RuntimeProcess(HostedProcess process, LineSplitter lines, ControlGroup? group, bool throughSandbox, TimeProvider time, Func<string> makeId)
    {
        this.process = process;
        this.time = time;
        this.lines = lines;
        Group = group;
        ThroughSandbox = throughSandbox;
        Session = new RuntimeSession(time);
        server = new RuntimeApiServer(Session, new ExtensionFace(Session, assigned.Task, makeId), message.Task, () => Group?.Members);
    }

    public RuntimeSession Session { get; }

    public ControlGroup? Group { get; }

    public bool ThroughSandbox { get; }

    /// <summary>Of the process that we started; the sandbox's, if there is one.</summary>
    public int Id => process.Id;

    /// <summary>Ends with the kernel's status.</summary>
    public Task<int> Exited => process.Exited;

    /// <summary>Ends when it is disposed of and nothing is left.</summary>
    public Task Gone => gone.Task;

    /// <summary>The kernel, or we ourselves, ended it for want of memory.</summary>
    public bool IsOutOfMemory { get; private set; }

    public bool HasEnded => Volatile.Read(ref ended) != 0;

    /// <summary>Serves a bootstrap of ours, which speaks on the channel that it was born with.</summary>
    public void ServeChannel() => _ = server.ServeChannelAsync(process.Channel);

    /// <summary>Waits until the walls stand and what is behind them has spoken: a bootstrap of ours, or the launch script.</summary>
    /// <exception cref="IOException">It ended before.</exception>
    public async Task AwaitReadyAsync(bool viaScript, CancellationToken token)
    {
        if (!viaScript)
        {
            if (await Task.WhenAny(server.Asked, Exited).WaitAsync(token).ConfigureAwait(false) != server.Asked) throw new IOException("the runtime ended at once");
            return;
        }

        byte[] word = new byte[6];
        for (int have = 0; have < word.Length;)
        {
            int count = await process.Channel.ReceiveAsync(word.AsMemory(have), SocketFlags.None, token).ConfigureAwait(false);
            have += count > 0 ? count : throw new IOException("the sandbox ended at once");
        }
    }

    /// <summary>Lets the launch script go on.</summary>
    public void Go() => process.Channel.Send("go\n"u8);

    /// <summary>Tells the runtime which function it is.</summary>
    public void Assign(EnvironmentSpec spec, byte[] environment, Action<string> log)
    {
        lines.Target = log;
        assigned.TrySetResult(spec);
        message.TrySetResult(environment);
    }

    /// <summary>Serves whoever connects; the listener is closed at the end.</summary>
    public void Listen(Socket listener)
    {
        owned.Add(listener);
        _ = server.ListenAsync(listener);
    }

    public void Own(IDisposable thing) => owned.Add(thing);

    /// <summary>Hands on all that was printed until now.</summary>
    public void DrainOutput() => process.Drain(buffer);

    /// <summary>Hands on a line that has no end; nothing more may come.</summary>
    public void FlushLines() => lines.Flush();

    private IReadOnlyList<int> Members => Group?.Members ?? ProcessTree.Below(process.Id);

    /// <summary>The most memory that the processes have held.</summary>
    public long PeakBytes() => ProcessMemory.PeakBytes(Members);

    /// <summary>Ends the processes if they hold more than that.</summary>
    public void EndIfOver(long bytes)
    {
        if ((Group?.OwnBytes ?? ProcessMemory.OwnBytes(Members)) <= bytes) return;
        IsOutOfMemory = true;
        Kill();
    }

    /// <summary>Asks the kernel whether it was memory.</summary>
    public void NoteOutOfMemory() => IsOutOfMemory |= Group?.HasRunOutOfMemory ?? false;

    public void Freeze(bool stopped)
    {
        if (Group is { } group) group.Freeze(stopped);
        else if (!Exited.IsCompleted) _ = Native.Libc.kill(-process.Id, stopped ? Native.Libc.SignalStop : Native.Libc.SignalContinue);
    }

    /// <summary>Ends all processes; <see cref="Exited"/> follows.</summary>
    public void Kill()
    {
        if (Group is { } group) group.Kill();
        else if (!Exited.IsCompleted)
        {
            foreach (int member in Members) _ = Native.Libc.kill(member, Native.Libc.SignalKill); // some may have left the process group
        }

        process.Kill();
    }

    /// <summary>Ends all processes and frees what they had.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref ended, 1) != 0) return;
        Session.Answered = null;
        Session.Released = null;
        Session.Finishing = null;
        Session.Broken = null;
        Session.Close();
        Kill();
        server.Dispose();
        process.Channel.Dispose();
        foreach (IDisposable thing in owned) thing.Dispose();
        assigned.TrySetCanceled();
        message.TrySetCanceled();
        _ = RemoveGroupAsync();
    }

    private async Task RemoveGroupAsync()
    {
        await Exited.ConfigureAwait(false);
        for (int round = 0; round < RemoveRounds && Group?.TryRemove() == false; round++)
        {
            Group.Kill(); // the namespace's other processes end a little later
            await Task.Delay(RemovePause, time).ConfigureAwait(false);
        }

        gone.TrySetResult();
    }
}
