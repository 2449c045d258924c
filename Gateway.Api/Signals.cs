using System.Runtime.InteropServices;

namespace Gateway.Api;

/// <summary>Ctrl-C, SIGTERM and a closed terminal: the first asks to stop, a second one not to wait.</summary>
internal sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource stopAtOnce = new();
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] registrations;

    /// <param name="isSupervised">A terminal tells all processes at once; this one waits for the word of the one that runs it, or for its end.</param>
    public Signals(bool isSupervised)
    {
        Action<PosixSignalContext> ofTerminal = isSupervised ? static context => context.Cancel = true : Handle;
        registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, ofTerminal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle), PosixSignalRegistration.Create(PosixSignal.SIGHUP, ofTerminal)];
        if (isSupervised) new Thread(WaitForEndOfInput) { IsBackground = true, Name = "end of the supervisor" }.Start();
    }

    public CancellationToken Stop => stop.Token;

    public CancellationToken StopAtOnce => stopAtOnce.Token;

    public Task Stopped => stopped.Task;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations) registration.Dispose();
        stop.Dispose();
        stopAtOnce.Dispose();
    }

    /// <summary>The pipe to here is closed when the other process ends, in whatever way.</summary>
    private void WaitForEndOfInput()
    {
        using Stream input = Console.OpenStandardInput();
        Span<byte> nothing = stackalloc byte[64];
        while (input.Read(nothing) > 0)
        {
        }

        End();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true; // the runtime would end the process
        End();
    }

    private void End()
    {
        if (stop.IsCancellationRequested) stopAtOnce.Cancel();
        stop.Cancel();
        stopped.TrySetResult();
    }
}
