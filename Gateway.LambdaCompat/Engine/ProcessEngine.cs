using System.Collections.Concurrent;
using Gateway.LambdaCompat.Engine.Environments;
using Gateway.LambdaCompat.Engine.Processes;
using Gateway.LambdaCompat.Engine.Runtimes;
using Gateway.LambdaCompat.Engine.Sandboxing;
using Gateway.LambdaCompat.Logs;

namespace Gateway.LambdaCompat.Engine;

/// <summary>Runs functions in processes that speak the Runtime API, behind bubblewrap's walls where the machine has them. Linux only.</summary>
/// <remarks>Source: DESIGN 8; doc runtimes-api, runtimes-extensions-api.</remarks>
public sealed class ProcessEngine : IFunctionEngine
{
    private const string CannotDeny = "To deny functions the network, bubblewrap must be installed and the PoP must run as root.";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentDictionary<string, EnvironmentGroup<ExecutionEnvironment>> groups = new();
    private readonly EngineParts parts;
    private readonly BlankPool blanks;
    private readonly RuntimeLauncher launcher;
    private readonly ITimer lookTimer;
    private readonly ITimer endTimer;
    private int environments;
    private int looking;
    private bool isDisposed;

    private ProcessEngine(EngineParts parts)
    {
        this.parts = parts;
        blanks = new BlankPool(parts);
        launcher = new RuntimeLauncher(parts, blanks);
        lookTimer = parts.Time.CreateTimer(static state => ((ProcessEngine)state!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        TimeSpan period = parts.Options.EndAfter / 4;
        endTimer = parts.Time.CreateTimer(static state => ((ProcessEngine)state!).EndIdle(), this, period, period);
    }

    /// <summary>False if functions run as plain processes: then only functions of one account may run here.</summary>
    public bool IsSandboxed => parts.Sandbox.Level != SandboxLevel.None;

    /// <summary>True if functions cannot reach <see cref="ProcessEngineOptions.ForbiddenPorts"/>: there are none, or the kernel sees to it, or functions have a network of their own.</summary>
    public bool AreForbiddenPortsClosed => parts.Options.ForbiddenPorts.Count == 0 || parts.Ban is not null || !parts.Options.HasAny(OutboundNetwork.Allowed);

    /// <summary>False if there are accounts that are denied the network and the machine cannot do that: their functions do not run.</summary>
    public bool CanRunAllAccounts => parts.Sandbox.CanDenyNetwork || !parts.Options.HasAny(OutboundNetwork.Denied);

    /// <summary>One line for people: walls, limits, network.</summary>
    public string Description => (parts.Sandbox.Level switch
    {
        SandboxLevel.None => "plain processes",
        SandboxLevel.Bound => "bubblewrap, without started runtimes in reserve",
        _ => "bubblewrap",
    }) + (parts.Groups is { } tree ? $", {tree.Kind}" : ", no control groups: memory is watched, processes are not counted") + NetworkWords;

    /// <summary>How many environments there are.</summary>
    public int EnvironmentCount => Volatile.Read(ref environments);

    /// <summary>Finds out what the machine offers and starts.</summary>
    /// <param name="credentials">Asked once for each start of an environment.</param>
    /// <exception cref="PlatformNotSupportedException">Not Linux; or all accounts are to be denied the network and the machine cannot do that.</exception>
    public static async Task<ProcessEngine> StartAsync(ProcessEngineOptions options, IFunctionLog log, Func<EnvironmentSpec, FunctionCredentials> credentials, TimeProvider time, Random random, CancellationToken token = default)
    {
        if (!OperatingSystem.IsLinux()) throw new PlatformNotSupportedException("Functions run on Linux only.");

        string work = Directory.CreateDirectory(options.WorkFolder).FullName;
        DeleteLeftovers(Path.Combine(work, "tmp"));
        DeleteLeftovers(Path.Combine(work, "layers"));
        RuntimeFiles.Write(Path.Combine(work, "runtime"));
        Bubblewrap? bubblewrap = options.Sandbox == SandboxMode.None ? null : Bubblewrap.Find();
        new Sandbox(SandboxLevel.None, bubblewrap, work).Prepare();
        ProcessHost host = new();
        NamespaceWorker worker = new();
        SandboxLevel level = await SandboxProbe.FindLevelAsync(host, worker, bubblewrap, options.Sandbox, work, token).ConfigureAwait(false);
        if (!options.HasAny(OutboundNetwork.Allowed) && level != SandboxLevel.Mounted)
        {
            worker.Dispose();
            host.Dispose();
            throw new PlatformNotSupportedException(CannotDeny);
        }

        ControlGroupTree? tree = ControlGroupTree.Find();
        PortBan? ban = tree is null || !options.HasAny(OutboundNetwork.Allowed) ? null : PortBan.Create(tree.Name, options.ForbiddenPorts);
        ProcessEngine engine = new(new EngineParts
        {
            Options = options with { WorkFolder = work },
            Log = log,
            Credentials = credentials,
            Time = time,
            Ids = new RandomIds(random),
            Host = host,
            Namespaces = worker,
            Groups = tree,
            Ban = ban,
            Sandbox = new Sandbox(level, bubblewrap, work, ban),
            Runtimes = new RuntimeCatalog(options),
            Layers = new LayerMerger(Directory.CreateDirectory(Path.Combine(work, "layers")).FullName),
        });
        _ = Task.Run(() => (engine.parts.Runtimes.Choose("nodejs22.x"), engine.parts.Runtimes.Choose("python3.12")), token); // asked once; the first function need not wait for the answer
        await engine.PrepareBlanksAsync().ConfigureAwait(false);
        return engine;
    }

    /// <inheritdoc/>
    /// <exception cref="PlatformNotSupportedException">The account is denied the network, and the machine cannot do that.</exception>
    public Task<InvocationOutcome> InvokeAsync(EnvironmentSpec spec, FunctionInvocation invocation, CancellationToken token)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        CheckNetwork(spec);
        if (GroupOf(spec).TakeFree() is not { } environment) return InvokeWhenStartedAsync(spec, invocation);

        KeepLooking();
        return environment.InvokeAsync(invocation, isNew: false);
    }

    /// <inheritdoc/>
    /// <exception cref="PlatformNotSupportedException">As for an invocation.</exception>
    public async Task<int> ProvisionAsync(EnvironmentSpec spec, int count, CancellationToken token)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        CheckNetwork(spec);
        EnvironmentGroup<ExecutionEnvironment> group = GroupOf(spec);
        int ready = group.Provision(count);
        for (; ready < count && !token.IsCancellationRequested && group.TryMake(spec, isProvisioned: true) is { } environment; ready++)
        {
            if (!await environment.StartAsync("").ConfigureAwait(false))
            {
                group.Remove(environment);
                break;
            }

            group.Release(environment);
            KeepLooking();
        }

        group.EndIdle(long.MinValue);
        return Math.Min(ready, count);
    }

    /// <inheritdoc/>
    public void Retire(string key)
    {
        if (groups.TryRemove(key, out EnvironmentGroup<ExecutionEnvironment>? group)) group.Retire();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (isDisposed) return;
        isDisposed = true;
        await lookTimer.DisposeAsync().ConfigureAwait(false);
        await endTimer.DisposeAsync().ConfigureAwait(false);
        foreach (string key in groups.Keys) Retire(key);
        await blanks.EndAllAsync().ConfigureAwait(false);
        parts.Namespaces.Dispose();
        parts.Host.Dispose();
        parts.Groups?.Remove();
        parts.Ban?.Dispose();
    }

    /// <summary>The processes that environments of a spec were started as, for measurements.</summary>
    internal IReadOnlyList<int> ProcessesOf(string key) => groups.TryGetValue(key, out EnvironmentGroup<ExecutionEnvironment>? group) ? [.. group.All.Select(environment => environment.ProcessId)] : [];

    private string NetworkWords
    {
        get
        {
            if (!parts.Options.HasAny(OutboundNetwork.Allowed)) return ", no outbound network";
            return (parts.Options.HasAny(OutboundNetwork.Denied) ? ", the machine's network for some accounts" : ", the machine's network") + (parts.Ban is null ? "" : ", but for some ports");
        }
    }

    /// <exception cref="PlatformNotSupportedException">The account is denied the network, and the machine cannot do that.</exception>
    private void CheckNetwork(EnvironmentSpec spec)
    {
        if (!parts.Sandbox.CanDenyNetwork && parts.Options.NetworkOf(spec.AccountId) == OutboundNetwork.Denied) throw new PlatformNotSupportedException(CannotDeny);
    }

    private async Task<InvocationOutcome> InvokeWhenStartedAsync(EnvironmentSpec spec, FunctionInvocation invocation)
    {
        EnvironmentGroup<ExecutionEnvironment> group;
        Task<TakenEnvironment<ExecutionEnvironment>?>? arrival;
        do
        {
            group = GroupOf(spec);
            arrival = group.Await(spec, invocation.RequestId);
        }
        while (arrival is null && group.IsRetired && !isDisposed); // retired just now: the next group is another one

        if (arrival is null) return new InvocationOutcome { Status = InvocationStatus.Throttled };
        KeepLooking();
        if (await arrival.ConfigureAwait(false) is not { } taken) return new InvocationOutcome { Status = InvocationStatus.Throttled };
        KeepLooking(); // nobody has looked since it started, if it did not
        return await taken.Environment.InvokeAsync(invocation, taken.IsNew).ConfigureAwait(false);
    }

    private EnvironmentGroup<ExecutionEnvironment> GroupOf(EnvironmentSpec spec) => groups.GetOrAdd(spec.Key, _ => new EnvironmentGroup<ExecutionEnvironment>(
        TryReserve,
        (of, isProvisioned, released, lost) => new ExecutionEnvironment(parts, launcher, of, isProvisioned, environment => Released(environment, released), lost),
        () => Interlocked.Decrement(ref environments),
        parts.Options.ShortAtOnceMax,
        parts.Time));

    private void Released(ExecutionEnvironment environment, Action<ExecutionEnvironment> released)
    {
        released(environment);
        KeepLooking(); // to freeze it
    }

    /// <summary>Makes room for one more: if the machine is full, the environment ends that has been free for longest.</summary>
    private bool TryReserve()
    {
        while (Interlocked.Increment(ref environments) > parts.Options.EnvironmentsMax)
        {
            Interlocked.Decrement(ref environments);
            (EnvironmentGroup<ExecutionEnvironment> Group, ExecutionEnvironment Oldest)[] idle = [.. groups.Values.Select(group => (group, group.Oldest!)).Where(pair => pair.Item2 is not null)];
            if (idle.Length == 0) return false;
            (EnvironmentGroup<ExecutionEnvironment> from, ExecutionEnvironment oldest) = idle.MinBy(pair => pair.Oldest.FreeSince);
            from.TryEvict(oldest);
        }

        return true;
    }

    private static void DeleteLeftovers(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private void KeepLooking()
    {
        if (Interlocked.Exchange(ref looking, 1) == 0) lookTimer.Change(LookEvery, Timeout.InfiniteTimeSpan);
    }

    private void Look()
    {
        Volatile.Write(ref looking, 0);
        bool again = false;
        foreach (EnvironmentGroup<ExecutionEnvironment> group in groups.Values)
        {
            foreach (ExecutionEnvironment environment in group.All) again |= environment.Look();
        }

        if (again && !isDisposed) KeepLooking();
    }

    private void EndIdle()
    {
        long before = parts.Time.GetTimestamp() - (long)(parts.Options.EndAfter.TotalSeconds * parts.Time.TimestampFrequency);
        foreach (EnvironmentGroup<ExecutionEnvironment> group in groups.Values) group.EndIdle(before);
    }

    private async Task PrepareBlanksAsync()
    {
        if (parts.Sandbox.Level == SandboxLevel.Bound || (parts.Options.Network == OutboundNetwork.Denied && !parts.Sandbox.CanDenyNetwork)) return;
        foreach ((string runtime, int memory) in parts.Options.BlanksAtStart)
        {
            if (parts.Runtimes.Choose(runtime) is { Family: not RuntimeFamily.Custom } choice) await blanks.PrepareAsync(BlankKind.Of(choice, memory, parts.Options.Network)).ConfigureAwait(false);
        }
    }
}
