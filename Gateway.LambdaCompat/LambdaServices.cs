using System.Globalization;
using Gateway.LambdaCompat.EventSources;
using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Invocation;
using Gateway.LambdaCompat.Layers;
using Gateway.LambdaCompat.Operations;
using Gateway.LambdaCompat.Packages;
using Gateway.LambdaCompat.Sharing;
using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat;

/// <summary>All that operations are made of, put together once.</summary>
internal sealed class LambdaServices : IAsyncDisposable
{
    private readonly LambdaParts parts;
    private readonly StateKeeper states;
    private readonly ConcurrencyLimits limits;
    private readonly ProvisionKeeper provision;
    private readonly EventRunner runner;
    private readonly ITimer sweep;

    public LambdaServices(LambdaParts parts)
    {
        this.parts = parts;
        Options = parts.Options;
        Ids = new IdMaker(parts.Random);
        Functions = FunctionCatalog.Open(parts.Store, parts.Commits);
        Layers = LayerCatalog.Open(parts.Store, parts.Commits);
        Packages = PackageStore.Open(parts.PackageFolder);
        PackageReader = new PackageReader(Packages, parts.Objects);
        Links = new DownloadLinks(parts.Time);
        Publisher = new Publisher(Ids, parts.Time);
        Counter = new VersionCounter(parts.Numbers);
        Settings = new SettingsReader(Layers);
        SpecMaker specs = new(Packages, Options);
        states = new StateKeeper(Functions, specs, parts.Engine);
        limits = new ConcurrencyLimits(Functions, Options);
        Queue = new EventQueue(new QueueStore(parts.Store, parts.Commits), Options, parts.Time, parts.OnBug);
        Invoker = new FunctionInvoker(Functions, specs, states, limits, Missing, parts.Engine, Ids, parts.Time) { Queue = Queue };
        Destinations destinations = new(Functions, parts.Log, Ids, parts.Time);
        runner = new EventRunner(Functions, Invoker, destinations, parts.Time);
        provision = new ProvisionKeeper(Functions, specs, states, Missing, parts.Engine, parts.OnBug);
        Mappings = MappingCatalog.Open(parts.Store, parts.Commits);
        EventSources = new EventSourceHost(parts, Mappings, Functions, Invoker, destinations, Queue, Ids);
        if (parts.Dynamo is { } dynamo) Sharing = new CatalogSharing(dynamo, this, Missing, key => provision.Note(key), parts.Time, parts.OnBug);
        foreach (FunctionRecord function in Functions.All) Urls.Change(null, function);
        Functions.Changed = OnChanged;
        sweep = parts.Time.CreateTimer(_ => Sweep(), null, Options.PackageSweepInterval, Options.PackageSweepInterval);
    }

    public LambdaOptions Options { get; }

    public IdMaker Ids { get; }

    public FunctionCatalog Functions { get; }

    public LayerCatalog Layers { get; }

    public PackageStore Packages { get; }

    public PackageReader PackageReader { get; }

    public DownloadLinks Links { get; }

    public Publisher Publisher { get; }

    public VersionCounter Counter { get; }

    public SettingsReader Settings { get; }

    public FunctionUrls Urls { get; } = new();

    public FunctionInvoker Invoker { get; }

    public EventQueue Queue { get; }

    public MappingCatalog Mappings { get; }

    public EventSourceHost EventSources { get; }

    /// <summary>Packages that have not come yet.</summary>
    public MissingPackages Missing { get; } = new();

    /// <summary>What other PoPs are told of, and tell; null without tables.</summary>
    public CatalogSharing? Sharing { get; }

    /// <summary>Begins what goes on in the background.</summary>
    public void Start()
    {
        Sweep();
        Queue.Start(runner.RunAsync);
        provision.Start();
        EventSources.Start();
        Sharing?.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await sweep.DisposeAsync().ConfigureAwait(false);
        if (Sharing is not null) await Sharing.DisposeAsync().ConfigureAwait(false);
        await EventSources.DisposeAsync().ConfigureAwait(false);
        await Queue.DisposeAsync().ConfigureAwait(false);
        await provision.DisposeAsync().ConfigureAwait(false);
        Packages.Close();
    }

    /// <summary>A link that downloads a package.</summary>
    public string DownloadUrl(LambdaCall call, string hash) => Options.DownloadUrlTemplate.Replace("{host}", call.Request.Host, StringComparison.Ordinal) + Links.Make(hash);

    /// <summary>What a new function URL looks like.</summary>
    public string FunctionUrlOf(LambdaCall call, string id) => Options.FunctionUrlTemplate
        .Replace("{id}", id, StringComparison.Ordinal)
        .Replace("{region}", call.Region, StringComparison.Ordinal)
        .Replace("{host}", HostForNames(call.Request.Host), StringComparison.Ordinal);

    /// <summary>What is said of the state of a version that nobody changes now.</summary>
    public StateView ViewOf(VersionRecord version) => Missing.Lacks(version) ? StateView.Creating : StateView.Active;

    /// <summary>Refuses code that is too large together with its layers.</summary>
    public void CheckSizes(StoredPackage package, VersionRecord version) => CheckSizes(package.UnzippedBytes, version);

    /// <summary>Refuses code that is too large together with its layers.</summary>
    public void CheckSizes(long unzippedBytes, VersionRecord version)
    {
        if (Missing.Lacks(version with { CodeHash = "" })) throw LambdaErrors.FunctionPending();
        long whole = unzippedBytes + version.Layers.Sum(layer => PackageStore.SizeOf(Packages.CodeFolder(layer.CodeHash)));
        if (whole > PackageUnpacker.UnzippedBytesMax) throw LambdaErrors.WithLayersTooLarge(whole);
    }

    /// <summary>Removes packages that nothing names any more.</summary>
    internal void Sweep()
    {
        try
        {
            Packages.Collect(() =>
            {
                IEnumerable<string> code = Functions.All.SelectMany(function => function.Versions.Append(function.Latest)).SelectMany(version => version.Layers.Select(layer => layer.CodeHash).Append(version.CodeHash));
                return code.Concat(Sharing?.Packages ?? []).Concat(Layers.All.SelectMany(layer => layer.Versions).Select(version => version.CodeHash)).ToHashSet(StringComparer.Ordinal);
            });
            Sharing?.Sweep();
        }
        catch (Exception bug) when (bug is IOException or UnauthorizedAccessException)
        {
            parts.OnBug(bug, "removal of packages");
        }
    }

    /// <summary>An address cannot stand behind a label: then it is this machine's name.</summary>
    private static string HostForNames(string host)
    {
        int colon = host.LastIndexOf(':');
        string name = colon > 0 && int.TryParse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _) ? host[..colon] : host;
        string port = host[name.Length..];
        return System.Net.IPAddress.TryParse(name.Trim('[', ']'), out _) || name.Length == 0 ? "localhost" + port : host;
    }

    private void OnChanged(FunctionRecord? before, FunctionRecord? after)
    {
        Urls.Change(before, after);
        if (before?.ReservedConcurrency != after?.ReservedConcurrency) limits.Forget();
        states.OnChanged(before, after);
        if ((before?.Provisioned.Count ?? 0) + (after?.Provisioned.Count ?? 0) > 0) provision.Note((after ?? before)!.Key);
    }
}
