using Gateway.LambdaCompat.Operations;
using Gateway.LambdaCompat.Storage;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.LambdaCompat.EventSources;

/// <summary>All event source mappings of all accounts and regions.</summary>
internal sealed class MappingCatalog
{
    private readonly RecordStore<MappingRecord> records;

    private MappingCatalog(RecordStore<MappingRecord> records) => this.records = records;

    public IEnumerable<MappingRecord> All => records.All;

    /// <summary>Told of each change, before it is durable.</summary>
    public Action<MappingRecord?, MappingRecord?>? Changed
    {
        get => records.Changed;
        set => records.Changed = value;
    }

    /// <summary>The records themselves, for what shares them with other PoPs.</summary>
    public RecordStore<MappingRecord> Records => records;

    public static MappingCatalog Open(IKeyValueStore store, CommitLoop commits) => new(RecordStore<MappingRecord>.Open(store, commits, RecordKinds.Mapping, RecordJson.Default.MappingRecord));

    public MappingRecord? Find(string key) => records.Find(key);

    /// <summary>The mapping of a request; refused if it is not there.</summary>
    public MappingRecord Get(LambdaCall call) => records.Find(KeyOf(call)) ?? throw LambdaErrors.ResourceMissing();

    public ValueTask<MappingRecord?> ChangeAsync(string key, Func<MappingRecord?, MappingRecord?> change) => records.ChangeAsync(key, change);

    public static string KeyOf(LambdaCall call) => MappingRecord.KeyOf(call.AccountId, call.Region, call.Input.Required("UUID"));
}
