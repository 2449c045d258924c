using System.Threading.Channels;
using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Invocation;
using Gateway.LambdaCompat.Sharing;

namespace Gateway.LambdaCompat.Functions;

/// <summary>Has the engine keep as many environments as provisioned concurrency says, and notes when they are ready.</summary>
internal sealed class ProvisionKeeper(FunctionCatalog functions, SpecMaker specs, StateKeeper states, MissingPackages missing, IFunctionEngine engine, Action<Exception, string> onBug) : IAsyncDisposable
{
    private readonly Channel<string> changed = Channel.CreateUnbounded<string>();
    private readonly Dictionary<string, Dictionary<string, int>> applied = new(StringComparer.Ordinal); // by function, by spec
    private readonly CancellationTokenSource stopping = new();
    private Task loop = Task.CompletedTask;

    /// <summary>Begins, with all functions that have some.</summary>
    public void Start()
    {
        foreach (FunctionRecord function in functions.All.Where(function => function.Provisioned.Count > 0)) Note(function.Key);
        loop = LoopAsync();
    }

    /// <summary>A function has changed in a way that may matter.</summary>
    public void Note(string functionKey) => changed.Writer.TryWrite(functionKey);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task LoopAsync()
    {
        await foreach (string key in changed.Reader.ReadAllAsync(stopping.Token).ConfigureAwait(false))
        {
            try
            {
                await ReconcileAsync(key).ConfigureAwait(false);
            }
            catch (Exception bug) when (bug is not OperationCanceledException)
            {
                onBug(bug, "provisioned concurrency");
            }
        }
    }

    private async Task ReconcileAsync(string key)
    {
        string[] parts = key.Split('/');
        FunctionRecord? function = functions.Find(parts[0], parts[1], parts[2]);
        Dictionary<string, int> before = applied.GetValueOrDefault(key) ?? [];
        Dictionary<string, int> after = new(StringComparer.Ordinal);
        foreach ((string qualifier, ProvisionedRecord wanted) in function?.Provisioned ?? new Dictionary<string, ProvisionedRecord>())
        {
            if (function!.Resolve(qualifier) is not { Version: not "$LATEST" } version || missing.Lacks(version)) continue;
            string spec = SpecMaker.KeyOf(function, version);
            after[spec] = wanted.Requested;
            if (before.GetValueOrDefault(spec) == wanted.Requested && wanted.Status != "IN_PROGRESS") continue;
            int ready = await engine.ProvisionAsync(specs.Of(function, version), wanted.Requested, stopping.Token).ConfigureAwait(false);
            states.EndIfReplaced(function, version);
            await NoteReadyAsync(key, qualifier, wanted, ready).ConfigureAwait(false);
        }

        foreach (string spec in before.Keys.Except(after.Keys))
        {
            VersionRecord? version = function?.Versions.FirstOrDefault(found => SpecMaker.KeyOf(function, found) == spec);
            if (version is not null && !missing.Lacks(version)) await engine.ProvisionAsync(specs.Of(function!, version), 0, stopping.Token).ConfigureAwait(false);
        }

        if (after.Count > 0) applied[key] = after;
        else applied.Remove(key);
    }

    private async Task NoteReadyAsync(string key, string qualifier, ProvisionedRecord wanted, int ready)
    {
        bool isReady = ready >= wanted.Requested;
        await functions.ChangeAsync(key, function =>
        {
            if (function?.Provisioned.GetValueOrDefault(qualifier) is not { } now || now.Requested != wanted.Requested) return function;
            ProvisionedRecord noted = now with { Ready = ready, Status = isReady ? "READY" : "FAILED", StatusReason = isReady ? null : "FUNCTION_ERROR_INIT_FAILURE" };
            return noted == now ? function : function with { Provisioned = function.Provisioned.With(qualifier, noted) };
        }).ConfigureAwait(false);
    }
}
