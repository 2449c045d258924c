using Gateway.Crdt.Values;
using Gateway.DynamoCompat;
using Gateway.DynamoCompat.Cluster;
using Gateway.DynamoCompat.Replication;
using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Sharing;

/// <summary>
/// Functions, layers, event source mappings and their packages as data of all PoPs: what is made here is told, what others tell is made here. While the store
/// is alone nothing is told. One thing is done after the other, in the background.
/// </summary>
internal sealed class CatalogSharing : IAsyncDisposable
{
    /// <summary>What could not be told, or followed, is tried again after this time: this PoP takes no writes, or the disk is full.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private readonly SystemTable system;
    private readonly ReplicaPort port;
    private readonly LambdaServices services;
    private readonly MissingPackages missing;
    private readonly Action<string> onFunctionReady;
    private readonly Action<Exception, string> onBug;
    private readonly FunctionPlaces places;
    private readonly PackageTravel travel;
    private readonly RecordSharing<FunctionRecord> functions;
    private readonly IRecordSharing[] kinds;
    private readonly List<IDisposable> subscriptions = [];
    private readonly Lock gate = new();
    private readonly ITimer retry;
    private Task scheduled = Task.CompletedTask;
    private bool isOn;
    private bool isClosed;

    /// <summary>Puts it together; <see cref="Start"/> starts it.</summary>
    /// <param name="onFunctionReady">Told of the key of each function whose package has come.</param>
    /// <param name="time">For what is tried again.</param>
    /// <param name="onBug">Told of what went wrong in the background, and where.</param>
    public CatalogSharing(DynamoFace dynamo, LambdaServices services, MissingPackages missing, Action<string> onFunctionReady, TimeProvider time, Action<Exception, string> onBug)
    {
        system = dynamo.SystemTable;
        port = dynamo.Replica;
        this.services = services;
        this.missing = missing;
        this.onFunctionReady = onFunctionReady;
        this.onBug = onBug;
        travel = new PackageTravel(system, services.Packages, missing, onBug) { OnHere = OnPackage };
        places = new FunctionPlaces(system, port);
        functions = new RecordSharing<FunctionRecord>(system, services.Functions.Records, new FunctionForm(services.Ids, places), travel, onBug);
        kinds =
        [
            new RecordSharing<Layers.LayerRecord>(system, services.Layers.Records, new LayerForm(), travel, onBug),
            functions,
            new RecordSharing<EventSources.MappingRecord>(system, services.Mappings.Records, new MappingForm(services.EventSources, places), travel, onBug),
        ];
        retry = time.CreateTimer(_ => FollowAll(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>For tests: nothing is told or followed any more.</summary>
    public bool IsHeld { get; set; }

    /// <summary>The packages that are named by what all PoPs share and this one has. Empty while the store is alone.</summary>
    public IEnumerable<string> Packages => IsOn ? kinds.SelectMany(kind => kind.Packages()).Where(package => package.IsHeld).Select(package => package.Hash) : [];

    /// <summary>False while this PoP takes over what others have, or its clock is far off: what is asked for now would be told later, and not of what all have.</summary>
    public bool TakesChanges => port is { TakesWrites: true, TrustsClock: true };

    private bool IsOn
    {
        get
        {
            lock (gate) return isOn;
        }
    }

    /// <summary>Starts: at once if there are other PoPs, or as soon as there are.</summary>
    public void Start()
    {
        port.Began += Begin;
        port.ScopesChanged += FollowAll;
        if (port.IsReplicated) Begin();
    }

    /// <summary>True if a name is that of a function which other PoPs have.</summary>
    public bool IsFunction(string key) => IsOn && functions.IsTaken(key);

    /// <summary>Removes parts of packages that nothing names any more, and adds missing ones, in the background.</summary>
    public void Sweep()
    {
        if (IsOn) Schedule(() => travel.SweepAsync(kinds.SelectMany(kind => kind.Packages()).Select(package => package.Hash).ToHashSet(StringComparer.Ordinal)));
    }

    /// <summary>Ends when nothing is left to tell or to follow.</summary>
    public async Task WhenIdleAsync()
    {
        Task last;
        do
        {
            lock (gate) last = scheduled;
            await last.ConfigureAwait(false);
        }
        while (!IsLast(last));
    }

    public async ValueTask DisposeAsync()
    {
        port.Began -= Begin;
        port.ScopesChanged -= FollowAll;
        lock (gate)
        {
            isClosed = true;
            foreach (IDisposable subscription in subscriptions) subscription.Dispose();
        }

        await retry.DisposeAsync().ConfigureAwait(false);
        await WhenIdleAsync().ConfigureAwait(false);
    }

    /// <summary>There are other PoPs from now on: they are told of all that is here, and what they have told is made here.</summary>
    private void Begin()
    {
        lock (gate)
        {
            if (isOn || isClosed) return;
            isOn = true;
            foreach (IRecordSharing kind in kinds)
            {
                subscriptions.Add(system.Subscribe(kind.Kind, (id, _, _) => Reconcile(kind, id)));
                Task begun = kind.BeginAsync(id => Reconcile(kind, id)).AsTask(); // from here on the catalog notes of every change that it is untold
                ScheduleWithinGate(() => begun);
            }

            subscriptions.Add(system.Subscribe(FunctionForm.KindName, OnFunction));
            subscriptions.Add(system.Subscribe(SystemTable.BlobKind, (id, _, _) => OnPart(id)));
        }

        foreach (FunctionRecord function in services.Functions.All)
        {
            foreach (VersionRecord version in function.Versions.Append(function.Latest))
            {
                foreach (string hash in version.Layers.Select(layer => layer.CodeHash).Append(version.CodeHash)) if (!services.Packages.Has(hash)) missing.Add(hash);
            }
        }

        FollowAll();
    }

    /// <summary>Tells all that is untold, and follows all that is known, in the background.</summary>
    private void FollowAll()
    {
        if (!IsOn) return;
        foreach (IRecordSharing kind in kinds)
        {
            Schedule(async () =>
            {
                HashSet<string> ids = [.. kind.Ids, .. kind.NamesHere()];
                foreach (string id in ids) if (!IsHeld) await kind.ReconcileAsync(id).ConfigureAwait(false);
            });
        }
    }

    /// <summary>A function that comes, goes or moves takes its mappings along.</summary>
    private void OnFunction(string id, Value before, Value now)
    {
        if (FunctionPlaces.PlaceOf(before)?.Name == FunctionPlaces.PlaceOf(now)?.Name) return;
        IRecordSharing mappings = Array.Find(kinds, kind => kind.Kind == MappingForm.KindName)!;
        Schedule(async () =>
        {
            foreach (string mapping in places.MappingsOf(id)) if (!IsHeld) await mappings.ReconcileAsync(mapping).ConfigureAwait(false);
        });
    }

    private void Reconcile(IRecordSharing kind, string id) => Schedule(() => IsHeld ? Task.CompletedTask : kind.ReconcileAsync(id));

    private void OnPart(string id)
    {
        if (travel.Arrived(id) is { } hash) Schedule(() => Task.FromResult(travel.PutTogether(hash)));
    }

    private void OnPackage(string waiter)
    {
        int divider = waiter.IndexOf(SharedForm.Divider, StringComparison.Ordinal);
        (string name, string id) = (waiter[..divider], waiter[(divider + 1)..]);
        IRecordSharing kind = Array.Find(kinds, one => one.Kind == name)!;
        Reconcile(kind, id);
        if (kind is RecordSharing<FunctionRecord>) onFunctionReady(id);
    }

    private bool IsLast(Task task)
    {
        lock (gate) return scheduled == task;
    }

    private void Schedule(Func<Task> work)
    {
        lock (gate) ScheduleWithinGate(work);
    }

    private void ScheduleWithinGate(Func<Task> work)
    {
        if (!isClosed) scheduled = RunAsync(scheduled, work);
    }

    private async Task RunAsync(Task before, Func<Task> work)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (!SystemTable.IsRefusal(exception)) onBug(exception, "functions of other PoPs"); // a refusal ends by itself
            lock (gate)
            {
                if (!isClosed) retry.Change(RetryInterval, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
