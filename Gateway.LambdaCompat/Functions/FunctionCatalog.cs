using Gateway.LambdaCompat.Operations;
using Gateway.LambdaCompat.Storage;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.LambdaCompat.Functions;

/// <summary>All functions of all accounts and regions.</summary>
internal sealed class FunctionCatalog
{
    private readonly RecordStore<FunctionRecord> records;

    private FunctionCatalog(RecordStore<FunctionRecord> records) => this.records = records;

    /// <summary>All functions, in no order.</summary>
    public IEnumerable<FunctionRecord> All => records.All;

    /// <summary>Told of each change, before it is durable.</summary>
    public Action<FunctionRecord?, FunctionRecord?>? Changed
    {
        get => records.Changed;
        set => records.Changed = value;
    }

    /// <summary>The records themselves, for what shares them with other PoPs.</summary>
    public RecordStore<FunctionRecord> Records => records;

    public static FunctionCatalog Open(IKeyValueStore store, CommitLoop commits) =>
        new(RecordStore<FunctionRecord>.Open(store, commits, RecordKinds.Function, RecordJson.Default.FunctionRecord));

    /// <summary>Those of an account in a region, in the order of names.</summary>
    public IEnumerable<FunctionRecord> Of(string accountId, string region) =>
        All.Where(function => function.AccountId == accountId && function.Region == region).OrderBy(function => function.Name, StringComparer.Ordinal);

    public FunctionRecord? Find(string accountId, string region, string name) => records.Find(FunctionRecord.KeyOf(accountId, region, name));

    /// <summary>The function of a request; refused if it is not there.</summary>
    public FunctionRecord Get(LambdaCall call, FunctionAddress address) => records.Find(call.KeyOf(address)) ?? throw LambdaErrors.FunctionMissing(call.ArnOf(address));

    /// <summary>A version of the function of a request, by number or through an alias; refused if it is not there.</summary>
    public (FunctionRecord Function, VersionRecord Version) GetVersion(LambdaCall call, FunctionAddress address)
    {
        FunctionRecord function = Get(call, address);
        return (function, function.Resolve(address.Qualifier) ?? throw LambdaErrors.FunctionMissing(call.ArnOf(address)));
    }

    /// <summary>Changes a function that must be there.</summary>
    public async ValueTask<FunctionRecord> ChangeAsync(LambdaCall call, FunctionAddress address, Func<FunctionRecord, FunctionRecord> change) =>
        (await records.ChangeAsync(call.KeyOf(address), before => change(before ?? throw LambdaErrors.FunctionMissing(call.ArnOf(address)))).ConfigureAwait(false))!;

    /// <summary>Makes, changes or removes a function.</summary>
    public ValueTask<FunctionRecord?> ChangeAsync(string key, Func<FunctionRecord?, FunctionRecord?> change) => records.ChangeAsync(key, change);
}
