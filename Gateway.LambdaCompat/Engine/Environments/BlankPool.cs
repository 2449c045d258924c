using System.Collections.Concurrent;
using System.ComponentModel;
using Gateway.LambdaCompat.Engine.Output;
using Gateway.LambdaCompat.Engine.Processes;
using Gateway.LambdaCompat.Engine.Runtimes;
using Gateway.LambdaCompat.Engine.Sandboxing;

namespace Gateway.LambdaCompat.Engine.Environments;

/// <summary>Runtimes that are started and wait to be told which function they are: a cold start costs the load of the function only. Kinds that were asked for lately are kept ready.</summary>
internal sealed class BlankPool(EngineParts parts) : IDisposable
{
    private static readonly TimeSpan RefillAfter = TimeSpan.FromMilliseconds(150); // the start that emptied the pool needs the processor more

    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StartPause = TimeSpan.FromMilliseconds(5);

    private readonly Lock gate = new();
    private readonly List<(BlankKind Kind, Queue<RuntimeProcess> Ready)> kinds = []; // the last asked for comes last
    private readonly ConcurrentDictionary<RuntimeProcess, bool> live = new(); // all that run, blank or not
    private bool refilling;
    private int starting;
    private volatile bool disposed;

    /// <summary>Takes one that is ready, and sees to it that there will be one the next time.</summary>
    /// <returns>Null if there is none.</returns>
    public ValueTask<RuntimeProcess?> TakeAsync(BlankKind kind)
    {
        if (parts.Options.BlanksPerKind <= 0 || parts.Options.BlankKindsMax <= 0) return default;
        Want(kind);
        RuntimeProcess? taken = null;
        lock (gate)
        {
            Queue<RuntimeProcess>? ready = kinds.Find(one => one.Kind == kind).Ready;
            while (taken is null && ready?.TryDequeue(out RuntimeProcess? one) == true)
            {
                if (one.Exited.IsCompleted) one.Dispose();
                else taken = one;
            }
        }

        _ = RefillAsync(RefillAfter);
        return ValueTask.FromResult(taken);
    }

    /// <summary>Makes a kind ready before anyone asks.</summary>
    public Task PrepareAsync(BlankKind kind)
    {
        Want(kind);
        return RefillAsync(TimeSpan.Zero);
    }

    /// <summary>Starts a runtime.</summary>
    /// <param name="network">What it may reach.</param>
    /// <param name="spec">Null for a blank.</param>
    /// <exception cref="Win32Exception">The machine refuses.</exception>
    public async Task<RuntimeProcess> StartAsync(RuntimeChoice runtime, OutboundNetwork network, IReadOnlyList<string> command, Dictionary<string, string> variables, EnvironmentSpec? spec, string? layers)
    {
        bool bound = spec is not null && parts.Sandbox.Level == SandboxLevel.Bound;
        SandboxStart start = new()
        {
            Command = command,
            Network = network,
            InterpreterFolder = runtime.Interpreter?.Folder,
            InterpreterPath = runtime.Interpreter?.Path,
            NodeModules = runtime.NodeModules,
            PythonSdk = runtime.PythonSdk,
            Code = bound ? spec!.CodeFolder : null,
            Layers = bound ? layers : null,
            TemporaryMegabytes = spec?.EphemeralStorageMegabytes ?? 512,
        };
        LineSplitter lines = new();
        Interlocked.Increment(ref starting);
        ControlGroup? group = null;
        try
        {
            group = disposed ? throw new Win32Exception("The engine ends.") : parts.Groups?.Create();
            HostedProcess process = await parts.Host.StartAsync(new ProcessStart { Arguments = parts.Sandbox.Wrap(start, group), Variables = variables, Output = bytes => lines.Add(bytes.Span) }).ConfigureAwait(false);
            RuntimeProcess started = new(process, lines, group, parts.Sandbox.Level != SandboxLevel.None, parts.Time, parts.Ids.Uuid);
            live.TryAdd(started, true);
            if (disposed) started.Dispose();
            _ = started.Gone.ContinueWith(_ => live.TryRemove(started, out bool _), TaskScheduler.Default);
            return started;
        }
        catch (Exception fault) when (fault is Win32Exception or IOException or UnauthorizedAccessException)
        {
            group?.Dispose();
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref starting);
        }
    }

    public void Dispose()
    {
        List<RuntimeProcess> all;
        lock (gate)
        {
            disposed = true;
            all = [.. kinds.SelectMany(kind => kind.Ready)];
            kinds.Clear();
        }

        foreach (RuntimeProcess process in all) process.Dispose();
    }

    /// <summary>Ends all that run, and waits until they are gone.</summary>
    public async Task EndAllAsync()
    {
        Dispose();
        using CancellationTokenSource patience = new(EndPatience, parts.Time);
        try
        {
            while (!live.IsEmpty || Volatile.Read(ref starting) > 0)
            {
                RuntimeProcess[] all = [.. live.Keys];
                foreach (RuntimeProcess process in all) process.Dispose();
                await Task.WhenAll(all.Select(process => process.Gone)).WaitAsync(patience.Token).ConfigureAwait(false);
                if (Volatile.Read(ref starting) > 0) await Task.Delay(StartPause, parts.Time, patience.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // What even the kernel does not end cannot hold up the PoP.
        }
    }

    private void Want(BlankKind kind)
    {
        Queue<RuntimeProcess>? dropped = null;
        lock (gate)
        {
            int at = kinds.FindIndex(one => one.Kind == kind);
            (BlankKind, Queue<RuntimeProcess>) entry = at < 0 ? (kind, []) : kinds[at];
            if (at >= 0) kinds.RemoveAt(at);
            else if (kinds.Count >= parts.Options.BlankKindsMax)
            {
                dropped = kinds[0].Ready;
                kinds.RemoveAt(0);
            }

            if (!disposed) kinds.Add(entry);
        }

        foreach (RuntimeProcess process in dropped ?? []) process.Dispose();
    }

    private async Task RefillAsync(TimeSpan after)
    {
        lock (gate)
        {
            if (refilling || disposed) return;
            refilling = true;
        }

        try
        {
            if (after > TimeSpan.Zero) await Task.Delay(after, parts.Time).ConfigureAwait(false);
            while (NextMissing() is { } kind) Add(kind, await StartBlankAsync(kind).ConfigureAwait(false));
        }
        catch (Exception fault) when (fault is Win32Exception or IOException)
        {
            // Starts in vain are told by the next cold start, which does without the pool.
        }
        finally
        {
            lock (gate) refilling = false;
        }
    }

    private BlankKind? NextMissing()
    {
        lock (gate) return disposed ? null : kinds.FindLast(one => one.Ready.Count < parts.Options.BlanksPerKind).Kind;
    }

    private void Add(BlankKind kind, RuntimeProcess process)
    {
        lock (gate)
        {
            int at = kinds.FindIndex(one => one.Kind == kind);
            if (at >= 0 && !disposed)
            {
                kinds[at].Ready.Enqueue(process);
                return;
            }
        }

        process.Dispose();
    }

    private async Task<RuntimeProcess> StartBlankAsync(BlankKind kind)
    {
        bool isWalled = parts.Sandbox.Level != SandboxLevel.None;
        SandboxView view = isWalled ? SandboxView.Walled : new SandboxView("/", "/opt", parts.Sandbox.RuntimeFolder, Path.GetTempPath());
        Dictionary<string, string> variables = FunctionVariables.Common(view, kind.Runtime, "", isWalled);
        if (!isWalled) variables.Remove("LD_LIBRARY_PATH");
        if ((kind.Runtime.Family == RuntimeFamily.Node ? parts.Options.NodePreload : parts.Options.PythonPreload) is { } preload) variables["_EDGE_PRELOAD"] = preload;
        RuntimeProcess process = await StartAsync(kind.Runtime, kind.Network, kind.Command(view.Runtime), variables, null, null).ConfigureAwait(false);
        process.ServeChannel();
        return process;
    }
}
